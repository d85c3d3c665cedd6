package spelling

import "strings"

// mostWrong is how many letters of a word may be wrong. More would make one name of any other.
func mostWrong(word string) int {
	if len(word) < 6 {
		return 1
	}
	return 2
}

// leastBegun is how many letters say which name begins so.
const leastBegun = 3

// Nearest is the name among others that was probably meant by a word: the same but for dashes and capitals, or with one letter added,
// dropped or replaced, or two in a word of at least six, or, if there is only one such, one that the word begins or that begins the
// word. It is "" if there is none.
func Nearest(word string, names []string) string {
	plain := plainly(word)
	best, nearest := mostWrong(plain)+1, ""
	var begun []string
	for _, name := range names {
		other := plainly(name)
		if d := distance(plain, other); d < best && d < len(plain) {
			best, nearest = d, name
		}
		shorter := min(len(plain), len(other))
		if shorter >= leastBegun && plain[:shorter] == other[:shorter] {
			begun = append(begun, name)
		}
	}
	if nearest == "" && len(begun) == 1 {
		return begun[0]
	}
	return nearest
}

func plainly(name string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
}

// distance is how many letters must be added, dropped or replaced to make one text of another.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
