package config

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strconv"
	"strings"
	"time"
)

// Value is the value of a setting. Set's errors say what to write instead.
type Value interface {
	// Set reads the value from a text.
	Set(text string) error
	// String is the value as a text that Set reads.
	String() string
	// Type is what the value is, in a word, for help texts.
	Type() string

	// inFile is the text of a value of a file, if it is of the right type there, and how one would be written.
	inFile(v any) (text string, ok bool)
	example() string
}

type text string

func (v *text) Set(s string) error { *v = text(s); return nil }
func (v *text) String() string     { return string(*v) }
func (*text) Type() string         { return "text" }
func (*text) example() string      { return `a text in quotes` }
func (*text) inFile(v any) (string, bool) {
	s, ok := v.(string)
	return s, ok
}

// list is some texts, with commas between them where they are one.
type list []string

func (v *list) Set(s string) error {
	*v = nil
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			*v = append(*v, part)
		}
	}
	return nil
}
func (v *list) String() string { return strings.Join(*v, ",") }
func (*list) Type() string     { return "list" }
func (*list) example() string  { return `texts in quotes, in brackets, such as ["a", "b"]` }
func (*list) inFile(v any) (string, bool) {
	if s, ok := v.(string); ok {
		return s, true
	}
	all, ok := v.([]any)
	var parts []string
	for _, part := range all {
		s, isText := part.(string)
		ok = ok && isText && !strings.Contains(s, ",")
		parts = append(parts, s)
	}
	return strings.Join(parts, ","), ok
}

type truth bool

func (v *truth) Set(s string) error {
	b, err := strconv.ParseBool(s)
	if err != nil {
		return errors.New("give true or false")
	}
	*v = truth(b)
	return nil
}
func (v *truth) String() string { return strconv.FormatBool(bool(*v)) }
func (*truth) Type() string     { return "bool" }
func (*truth) example() string  { return "true or false, without quotes" }
func (*truth) inFile(v any) (string, bool) {
	b, ok := v.(bool)
	return strconv.FormatBool(b), ok
}

// duration is longer than nothing.
type duration time.Duration

func (v *duration) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return errors.New("give a duration above 0, such as 60s or 1m30s")
	}
	*v = duration(d)
	return nil
}

func (v *duration) String() string {
	s := time.Duration(*v).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
func (*duration) Type() string    { return "duration" }
func (*duration) example() string { return `a duration in quotes, such as "60s"` }
func (*duration) inFile(v any) (string, bool) {
	s, ok := v.(string)
	return s, ok
}

// size is a number of bytes.
type size uint64

// units are what a size may be given in, the largest first.
var units = []struct {
	name  string
	bytes uint64
}{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}}

func (v *size) Set(s string) error {
	number, unit := s, uint64(1)
	for _, u := range units {
		if before, ok := strings.CutSuffix(s, u.name); ok {
			number, unit = strings.TrimSpace(before), u.bytes
		}
	}
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil || n > 1<<62/unit {
		return errors.New("give a number of bytes, such as 64MiB or 1073741824")
	}
	*v = size(n * unit)
	return nil
}

// sizeWithin is a size with bounds.
type sizeWithin struct {
	*size
	least, most size
}

// Set reads a size.
func (v sizeWithin) Set(s string) error {
	var given size
	if err := given.Set(s); err != nil {
		return err
	}
	if given < v.least || given > v.most {
		return fmt.Errorf("give a number of bytes from %v to %v", &v.least, &v.most)
	}
	*v.size = given
	return nil
}

func (v *size) String() string {
	n := uint64(*v)
	for _, u := range units {
		if n > 0 && n%u.bytes == 0 {
			return strconv.FormatUint(n/u.bytes, 10) + u.name
		}
	}
	return strconv.FormatUint(n, 10)
}
func (*size) Type() string    { return "bytes" }
func (*size) example() string { return `a number of bytes, or a size in quotes, such as "64MiB"` }
func (*size) inFile(v any) (string, bool) {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10), true
	case string:
		return v, true
	}
	return "", false
}

// whole is a whole number with bounds.
type whole[N int | int64] struct {
	n           *N
	least, most int64
}

func count[N int | int64](n *N, least int64) Value { return whole[N]{n, least, math.MaxInt64} }

func within[N int | int64](n *N, least, most int64) Value { return whole[N]{n, least, most} }

func (v whole[N]) Set(s string) error {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < v.least || n > v.most || int64(N(n)) != n {
		if v.most < math.MaxInt64 {
			return fmt.Errorf("give a whole number from %d to %d", v.least, v.most)
		}
		return fmt.Errorf("give a whole number of at least %d", v.least)
	}
	*v.n = N(n)
	return nil
}
func (v whole[N]) String() string {
	if v.n == nil {
		return ""
	}
	return strconv.FormatInt(int64(*v.n), 10)
}
func (whole[N]) Type() string    { return "number" }
func (whole[N]) example() string { return "a whole number, without quotes" }
func (whole[N]) inFile(v any) (string, bool) {
	n, ok := v.(int64)
	return strconv.FormatInt(n, 10), ok
}

type level slog.Level

func (v *level) Set(s string) error {
	if err := (*slog.Level)(v).UnmarshalText([]byte(s)); err != nil {
		return errors.New("give DEBUG, INFO, WARN or ERROR")
	}
	return nil
}
func (v *level) String() string { return slog.Level(*v).String() }
func (*level) Type() string     { return "level" }
func (*level) example() string  { return `a level in quotes, such as "INFO"` }
func (*level) inFile(v any) (string, bool) {
	s, ok := v.(string)
	return s, ok
}

// LogFormat is the form of the log.
type LogFormat string

// The forms of the log.
const (
	// LogText is key=value, a line each.
	LogText LogFormat = "text"
	// LogJSON is a JSON object a line.
	LogJSON LogFormat = "json"
	// LogJournal is text for systemd's journal, which has time stamps and priorities of its own.
	LogJournal LogFormat = "journal"
)

// Set reads the name of a form.
func (v *LogFormat) Set(s string) error {
	switch f := LogFormat(s); f {
	case LogText, LogJSON, LogJournal:
		*v = f
		return nil
	}
	return errors.New("give text, json or journal")
}

// String is the name of the form.
func (v *LogFormat) String() string { return string(*v) }

// Type is what help texts call it.
func (*LogFormat) Type() string { return "format" }

func (*LogFormat) example() string { return `a form in quotes, such as "text"` }
func (*LogFormat) inFile(v any) (string, bool) {
	s, ok := v.(string)
	return s, ok
}
