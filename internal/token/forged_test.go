package token

import (
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"testing"
)

// TestNoForgedTokenOpens opens a hundred thousand tokens that differ from good ones in some way. None may open, as a task or as a page.
func TestNoForgedTokenOpens(t *testing.T) {
	s := sealer(t, 0, 1, 2)
	random := rand.New(rand.NewPCG(1, 2))
	good := []string{
		s.SealTask(task),
		s.SealTask(Task{Kind: Decision, Domain: 1, RunID: "r", ScheduledID: 2, StartedID: 3}),
		s.SealPage(Page{Operation: "ListDomains", Position: []byte("here")}),
	}
	genuine := map[string]bool{}
	for _, text := range good {
		genuine[text] = true
	}
	for range 100_000 {
		text := forge(random, good[random.IntN(len(good))], good[random.IntN(len(good))])
		if genuine[text] {
			continue
		}
		if got, err := s.OpenTask(text); !errors.Is(err, ErrInvalid) {
			t.Fatalf("%q opens as %+v, %v", text, got, err)
		}
		if got, err := s.OpenPage(text, "ListDomains", [32]byte{}, 0); !errors.Is(err, ErrInvalid) {
			t.Fatalf("%q opens as %+v, %v", text, got, err)
		}
	}
}

// forge changes a token in one of the ways in which a forger, or a bad line, might.
func forge(random *rand.Rand, text, other string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=\n\r .\x00é"
	b := []byte(text)
	at := random.IntN(len(b))
	letter := letters[random.IntN(len(letters))]
	switch random.IntN(9) {
	case 0: // one character is another
		b[at] = letter
	case 1: // one is lost
		b = append(b[:at], b[at+1:]...)
	case 2: // one comes in
		b = append(b[:at], append([]byte{letter}, b[at:]...)...)
	case 3: // cut off
		b = b[:at]
	case 4: // the head of one and the tail of the other
		b = append(b[:at], other[min(at, len(other)):]...)
	case 5: // a bit flips behind the base64
		raw := must(base64.RawURLEncoding.DecodeString(text))
		raw[random.IntN(len(raw))] ^= 1 << random.IntN(8)
		b = []byte(base64.RawURLEncoding.EncodeToString(raw))
	case 6: // something stands behind it
		b = append(b, letter)
	case 7: // another alphabet or padding
		b = []byte(base64.URLEncoding.EncodeToString(must(base64.RawURLEncoding.DecodeString(text))) + "=")
	case 8: // noise of the right length
		raw := must(base64.RawURLEncoding.DecodeString(text))
		for i := 2; i < len(raw); i++ {
			raw[i] = byte(random.Uint32())
		}
		b = []byte(base64.RawURLEncoding.EncodeToString(raw))
	}
	return string(b)
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func FuzzOpenTask(f *testing.F) {
	s := sealer(f, 0, 1)
	genuine := s.SealTask(task)
	for _, text := range []string{"", "AQ", "AQE", genuine, genuine + "\n", genuine[1:], "AAAAKgAAAAIAAAAA"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := s.OpenTask(text); err == nil && text != genuine || err != nil && got != (Task{}) {
			t.Fatalf("%q opens as %+v, %v", text, got, err)
		}
	})
}

func FuzzOpenPage(f *testing.F) {
	s := sealer(f, 0, 1)
	genuine := s.SealPage(Page{Operation: "ListDomains", IssuedAt: issued, Position: []byte("here")})
	for _, text := range []string{"", "AQ", "AQE", genuine, genuine + "\n", genuine[1:], "AAAAKgAAAAEAAAAA"} {
		f.Add(text, "ListDomains", int64(issued))
	}
	f.Fuzz(func(t *testing.T, text, operation string, now int64) {
		if _, err := s.OpenPage(text, operation, [32]byte{}, now); err == nil && text != genuine {
			t.Fatalf("%q opens", text)
		}
	})
}

// FuzzSealedBytes opens what our key has sealed but this format never had, as after a change of the format: it is refused, or it is a
// reference, and nothing panics.
func FuzzSealedBytes(f *testing.F) {
	s := sealer(f, 0, 1)
	for _, text := range []string{s.SealTask(task), s.SealTask(Task{RunID: "r"}), s.SealPage(Page{Operation: "ListDomains"})} {
		raw := must(base64.RawURLEncoding.DecodeString(text))
		for _, purpose := range []byte{purposeTask, purposePage} {
			if plain, err := s.open(purpose, text); err == nil {
				f.Add(plain)
				f.Add(plain[:len(plain)-1])
				f.Add(append(plain, 0))
			}
		}
		f.Add(raw)
	}
	f.Add([]byte{1, 0x80})
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, plain []byte) {
		if got, err := s.OpenTask(s.seal(purposeTask, plain)); err == nil {
			if back, err := s.OpenTask(s.SealTask(got)); err != nil || back != got {
				t.Fatalf("%x opens as %+v, which comes back as %+v, %v", plain, got, back, err)
			}
		}
		if _, err := s.OpenPage(s.seal(purposePage, plain), "ListDomains", [32]byte{}, 0); err != nil && !errors.Is(err, ErrInvalid) && !errors.Is(err, ErrExpired) {
			t.Fatalf("%x: %v", plain, err)
		}
	})
}
