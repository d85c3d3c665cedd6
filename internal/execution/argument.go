package execution

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/swfd/swfd/swf"
)

// MaxSeconds is the longest duration: one year.
const MaxSeconds = 31_536_000

func invalid(format string, args ...any) error {
	return &swf.ValidationException{FaultDetail: swf.FaultDetail{Message: fmt.Sprintf(format, args...)}}
}

// CheckName refuses a name that SWF forbids: one with ':', '/', '|' or a control character, or the text "arn".
func CheckName(name string) error {
	if name == "arn" || strings.ContainsFunc(name, forbiddenInName) {
		return invalid("Invalid name: %s", name)
	}
	return nil
}

// CheckTrimmedName refuses what CheckName refuses, and white space at either end.
func CheckTrimmedName(name string) error {
	if strings.TrimSpace(name) != name {
		return invalid("Invalid name: %s", name)
	}
	return CheckName(name)
}

func forbiddenInName(r rune) bool {
	return r == ':' || r == '/' || r == '|' || unicode.IsControl(r)
}

// ParseDuration reads a duration: decimal seconds, at most a year, or "NONE", which gives None.
func ParseDuration(text string) (int64, error) {
	if text == "NONE" {
		return None, nil
	}
	return ParseSeconds(text)
}

// ParseSeconds reads a duration that may not be "NONE".
func ParseSeconds(text string) (int64, error) {
	n, err := strconv.ParseUint(text, 10, 32)
	leadingZero := len(text) > 1 && text[0] == '0'
	if err != nil || leadingZero || n > MaxSeconds || text[0] == '+' {
		return 0, invalid("Invalid duration: %s", text)
	}
	return int64(n), nil
}

// ParsePriority reads a task priority: a signed 32-bit integer.
func ParsePriority(text string) (int32, error) {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || text[0] == '+' {
		return 0, invalid("Invalid task priority: %s", text)
	}
	return int32(n), nil
}

// CheckDuration refuses an optional duration that is malformed. Absent and empty both mean "not given".
func CheckDuration(text *string) error {
	if given(text) == nil {
		return nil
	}
	_, err := ParseDuration(*text)
	return err
}

// CheckSeconds is CheckDuration for durations that may not be "NONE".
func CheckSeconds(text *string) error {
	if given(text) == nil {
		return nil
	}
	_, err := ParseSeconds(*text)
	return err
}

// CheckPriority refuses an optional task priority that is malformed.
func CheckPriority(text *string) error {
	if given(text) == nil {
		return nil
	}
	_, err := ParsePriority(*text)
	return err
}

// CheckTaskList refuses an optional task list with a bad name.
func CheckTaskList(l *swf.TaskList) error {
	if l == nil {
		return nil
	}
	return CheckName(l.Name)
}

// given turns an empty optional text into an absent one: SWF's "optional" shapes allow "" and mean "not given".
func given(text *string) *string {
	if text == nil || *text == "" {
		return nil
	}
	return text
}

// firstError returns the first error there is.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
