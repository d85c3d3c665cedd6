package token

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

const issued = 1_371_454_150_451

func TestAPageComesBackAsItWasSealed(t *testing.T) {
	s := sealer(t, 0, 1)
	arguments := [32]byte{1, 2, 3}
	for _, position := range [][]byte{nil, {0}, []byte("workflow-17\x00run"), bytes.Repeat([]byte{0xff}, 1400)} {
		want := Page{Operation: "ListClosedWorkflowExecutions", Arguments: arguments, IssuedAt: issued, Position: position}
		text := s.SealPage(want)
		if len(text) > 2048 {
			t.Errorf("a position of %d bytes gives a token of %d characters", len(position), len(text))
		}
		got, err := s.OpenPage(text, want.Operation, arguments, issued)
		if err != nil || got.Operation != want.Operation || got.Arguments != arguments || got.IssuedAt != issued || !bytes.Equal(got.Position, position) {
			t.Errorf("%+v comes back as %+v, %v", want, got, err)
		}
	}
}

func TestAPageTokenIsForOneCall(t *testing.T) {
	const day = 24 * 60 * 60 * 1000
	s := sealer(t, 0, 1)
	text := s.SealPage(Page{Operation: "ListDomains", Arguments: [32]byte{7}, IssuedAt: issued, Position: []byte("here")})
	for _, c := range []struct {
		what      string
		operation string
		arguments [32]byte
		now       int64
		want      error
	}{
		{"the same call", "ListDomains", [32]byte{7}, issued, nil},
		{"another operation", "ListWorkflowTypes", [32]byte{7}, issued, ErrInvalid},
		{"an operation whose name begins alike", "ListDomain", [32]byte{7}, issued, ErrInvalid},
		{"other arguments", "ListDomains", [32]byte{7, 1}, issued, ErrInvalid},
		{"no arguments", "ListDomains", [32]byte{}, issued, ErrInvalid},
		{"after 24 hours", "ListDomains", [32]byte{7}, issued + day, nil},
		{"after 24 hours and a millisecond", "ListDomains", [32]byte{7}, issued + day + 1, ErrExpired},
		{"another operation after that", "ListWorkflowTypes", [32]byte{7}, issued + day + 1, ErrInvalid},
		{"by a clock that was set back", "ListDomains", [32]byte{7}, issued - day, nil},
	} {
		if _, err := s.OpenPage(text, c.operation, c.arguments, c.now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
}

func TestALongOperationDoesNotOpen(t *testing.T) {
	s := sealer(t, 0, 1)
	name := strings.Repeat("L", 65)
	if _, err := s.OpenPage(s.SealPage(Page{Operation: name}), name, [32]byte{}, 0); !errors.Is(err, ErrInvalid) {
		t.Errorf("%v", err)
	}
}
