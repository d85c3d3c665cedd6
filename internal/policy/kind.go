package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/spelling"
)

// Kind is a kind of requests, as policies tell them apart: those of one action.
type Kind struct {
	// Action is its name, such as swf:StartTimer.
	Action string
	// Keys are the condition keys that a request can have.
	Keys Vocabulary
	// Resources are the forms of the names that it can be about.
	Resources []*Form
}

// Vocabulary is a set of condition keys. It must not be changed.
type Vocabulary map[string]string

// VocabularyOf is a set of keys, as they are usually written. A key with a slash at its end stands for all that begin so, such as
// aws:ResourceTag/.
func VocabularyOf(keys ...string) Vocabulary {
	v := Vocabulary{}
	for _, k := range keys {
		v[strings.ToLower(k)] = k
	}
	return v
}

// Has reports whether a key is in the set, whatever its case.
func (v Vocabulary) Has(key string) bool {
	key = strings.ToLower(key)
	_, ok := v[key]
	if slash := strings.IndexByte(key, '/'); !ok && slash >= 0 {
		_, ok = v[key[:slash+1]]
	}
	return ok
}

// Usual is a key as it is usually written; one that is not in the set by itself stays as it is.
func (v Vocabulary) Usual(key string) string {
	if usual, ok := v[strings.ToLower(key)]; ok {
		return usual
	}
	return key
}

// Nearest is the key that was probably meant by one that is not in the set, "" if there is none.
func (v Vocabulary) Nearest(key string) string {
	family, member, _ := strings.Cut(key, "/")
	if member != "" {
		near := nearestName(family+"/", v.families())
		if near == "" {
			return ""
		}
		return near + member
	}
	return nearestName(key, v.names())
}

// names are the keys in order, as they are usually written, but for those that stand for many.
func (v Vocabulary) names() []string { return slices.DeleteFunc(v.sorted(), isFamily) }

// families are the keys that stand for many.
func (v Vocabulary) families() []string {
	return slices.DeleteFunc(v.sorted(), func(key string) bool { return !isFamily(key) })
}

func (v Vocabulary) sorted() []string { return slices.Sorted(maps.Values(v)) }

func isFamily(key string) bool { return strings.HasSuffix(key, "/") }

// nearestName is the name of a service's that was probably meant: one that is nearly the same, or the same of another service.
func nearestName(word string, names []string) string {
	if near := spelling.Nearest(word, names); near != "" {
		return near
	}
	_, own, _ := strings.Cut(word, ":")
	for _, name := range names {
		if _, other, _ := strings.Cut(name, ":"); own != "" && strings.EqualFold(own, other) {
			return name
		}
	}
	return ""
}
