package access

import (
	"fmt"
	"io"
)

// Secret is a text that nothing shows: a secret access key, or a session token. Whoever must have it asks for it by name.
// The zero value is no secret.
type Secret struct {
	// text is behind a pointer: what holds a Secret in a member of its own may be printed without asking for its Format.
	text *string
}

// NewSecret hides a text.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal gives the text itself, "" if there is none.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

const hidden = "access.Secret(hidden)"

// Format hides the text from everything that fmt prints, with whichever verb.
func (Secret) Format(f fmt.State, verb rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText hides the text from encoders and logs.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
