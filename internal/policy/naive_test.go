package policy

import (
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A second evaluator, written from the rules without a look at the first: it compiles nothing, goes through the JSON as it
// stands, tries all ways to match, and takes any time it likes. It may be given only documents that Parse takes.

type naiveRequest struct {
	action, resource string
	context          map[string][]string
}

type naiveAnswer struct{ allowed, explicit bool }

// naiveContext is a context as plain lists; a key without texts is absent.
func naiveContext(k Keys) map[string][]string {
	m := map[string][]string{}
	for key, v := range k {
		for i := range v.count() {
			m[key] = append(m[key], v.at(i))
		}
	}
	return m
}

func naiveEvaluate(documents []string, r naiveRequest) naiveAnswer {
	allowed := false
	for _, text := range documents {
		var d map[string]any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&d); err != nil {
			panic(err)
		}
		for _, s := range naiveList(d["Statement"]) {
			s := s.(map[string]any)
			if !naiveIsAbout(s, r, d["Version"] == "2012-10-17") {
				continue
			}
			if s["Effect"] == "Deny" {
				return naiveAnswer{explicit: true}
			}
			allowed = true
		}
	}
	return naiveAnswer{allowed: allowed}
}

func naiveList(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

func naiveTexts(v any) []string {
	var texts []string
	for _, item := range naiveList(v) {
		switch item := item.(type) {
		case string:
			texts = append(texts, item)
		case bool:
			texts = append(texts, strconv.FormatBool(item))
		case json.Number:
			texts = append(texts, item.String())
		}
	}
	return texts
}

func naiveIsAbout(s map[string]any, r naiveRequest, variables bool) bool {
	action := func(p string) bool {
		glyphs := naiveGlyphs(strings.ToLower(p), true, false, nil)
		return naiveMatch(glyphs, []rune(strings.ToLower(r.action)))
	}
	resource := func(p string) bool { return p == "*" || naiveResource(p, r, variables) }
	if !naiveEither(s, "Action", "NotAction", action) || !naiveEither(s, "Resource", "NotResource", resource) {
		return false
	}
	conditions, _ := s["Condition"].(map[string]any)
	for operator, keys := range conditions {
		for key, values := range keys.(map[string]any) {
			if !naiveCondition(operator, strings.ToLower(key), naiveTexts(values), r, variables) {
				return false
			}
		}
	}
	return true
}

func naiveEither(s map[string]any, name, negated string, matches func(string) bool) bool {
	if v, ok := s[name]; ok {
		return naiveAny(naiveTexts(v), matches)
	}
	return !naiveAny(naiveTexts(s[negated]), matches)
}

func naiveAny(texts []string, holds func(string) bool) bool {
	n := 0
	for _, t := range texts {
		if holds(t) {
			n++
		}
	}
	return n > 0
}

// glyph is a rune to be matched as it is, or one of the signs below. A nil list of glyphs with an unset variable is impossible.
type glyph int64

const (
	oneRune glyph = -1 - iota
	manyRunes
	never
)

// naiveGlyphs spells out a pattern, with the values of variables in their places.
func naiveGlyphs(pattern string, wildcards, variables bool, context map[string][]string) []glyph {
	var glyphs []glyph
	spell := func(text string) {
		for _, r := range text {
			glyphs = append(glyphs, glyph(r))
		}
	}
	for pattern != "" {
		r := []rune(pattern)[0]
		rest := strings.TrimPrefix(pattern, string(r))
		if variables && strings.HasPrefix(pattern, "${") {
			switch {
			case strings.HasPrefix(pattern, "${*}"), strings.HasPrefix(pattern, "${?}"), strings.HasPrefix(pattern, "${$}"):
				spell(pattern[2:3])
				pattern = pattern[4:]
				continue
			}
			key, rest := pattern[2:strings.IndexAny(pattern, ",}")], pattern[strings.IndexAny(pattern, ",}"):]
			instead, hasInstead := "", false
			if rest[0] == ',' {
				parts := strings.SplitN(rest, "'", 3)
				instead, hasInstead, rest = parts[1], true, strings.TrimLeft(parts[2], " ")
			}
			pattern = rest[1:]
			values := context[strings.ToLower(key)]
			switch {
			case len(values) == 1 && !isNaiveSet(key):
				spell(values[0])
			case hasInstead:
				spell(instead)
			default:
				glyphs = append(glyphs, never)
			}
			continue
		}
		switch {
		case wildcards && r == '*':
			glyphs = append(glyphs, manyRunes)
		case wildcards && r == '?':
			glyphs = append(glyphs, oneRune)
		default:
			glyphs = append(glyphs, glyph(r))
		}
		pattern = rest
	}
	return glyphs
}

// isNaiveSet reports whether a key has a set of values, be it of one.
func isNaiveSet(key string) bool { return strings.EqualFold(key, "aws:TagKeys") }

// naiveMatch tries whatever a star could take.
func naiveMatch(pattern []glyph, text []rune) bool {
	if len(pattern) == 0 {
		return len(text) == 0
	}
	switch pattern[0] {
	case never:
		return false
	case manyRunes:
		for n := range len(text) + 1 {
			if naiveMatch(pattern[1:], text[n:]) {
				return true
			}
		}
		return false
	case oneRune:
		return len(text) > 0 && naiveMatch(pattern[1:], text[1:])
	}
	return len(text) > 0 && glyph(text[0]) == pattern[0] && naiveMatch(pattern[1:], text[1:])
}

// naiveResource writes the pattern's segments over the resource's in every way.
func naiveResource(pattern string, r naiveRequest, variables bool) bool {
	return naiveSegments(naiveSplit(pattern, variables), strings.SplitN(r.resource, ":", 6), func(p, text string) bool {
		return naiveMatch(naiveGlyphs(p, true, variables, r.context), []rune(text))
	})
}

// naiveSplit cuts an ARN at its first five colons, but for those inside of variables.
func naiveSplit(pattern string, variables bool) []string {
	var segments []string
	now, depth := "", 0
	for i, r := range pattern {
		switch {
		case variables && strings.HasPrefix(pattern[i:], "${"):
			depth++
		case variables && r == '}' && depth > 0:
			depth--
		case r == ':' && depth == 0 && len(segments) < 5:
			segments, now = append(segments, now), ""
			continue
		}
		now += string(r)
	}
	return append(segments, now)
}

func naiveSegments(patterns, texts []string, match func(p, text string) bool) bool {
	if len(patterns) == 0 || len(texts) == 0 {
		return len(patterns) == len(texts)
	}
	if match(patterns[0], texts[0]) && naiveSegments(patterns[1:], texts[1:], match) {
		return true
	}
	if !strings.HasSuffix(patterns[0], "*") || len(texts) == 1 {
		return false
	}
	// The star takes the colon, too.
	joined := append([]string{texts[0] + ":" + texts[1]}, texts[2:]...)
	return naiveSegments(patterns, joined, match)
}

func naiveCondition(operator, key string, values []string, r naiveRequest, variables bool) bool {
	have := r.context[key]
	if operator == "Null" {
		return naiveAny(values, func(v string) bool { return strings.EqualFold(v, "true") == (len(have) == 0) })
	}
	operator, ifExists := strings.CutSuffix(operator, "IfExists")
	if ifExists && len(have) == 0 {
		return true
	}
	operator, all := strings.CutPrefix(operator, "ForAllValues:")
	operator, some := strings.CutPrefix(operator, "ForAnyValue:")
	negated := strings.Contains(operator, "Not")
	operator = strings.Replace(operator, "Not", "", 1)
	passes := func(has string) bool {
		compares := naiveAny(values, func(v string) bool { return naiveCompare(operator, has, v, r.context, variables) })
		return compares != negated
	}
	switch {
	case all:
		return !naiveAny(have, func(has string) bool { return !passes(has) })
	case some:
		return naiveAny(have, passes)
	case negated:
		return !naiveAny(have, func(has string) bool { return !passes(has) })
	}
	return naiveAny(have, passes)
}

func naiveCompare(operator, has, value string, context map[string][]string, variables bool) bool {
	switch operator {
	case "StringEquals":
		return naiveMatch(naiveGlyphs(value, false, variables, context), []rune(has))
	case "StringEqualsIgnoreCase":
		glyphs := naiveGlyphs(value, false, variables, context)
		for i, g := range glyphs {
			if g >= 0 {
				glyphs[i] = glyph(unicode.ToLower(unicode.ToUpper(rune(g))))
			}
		}
		runes := []rune(has)
		for i, r := range runes {
			runes[i] = unicode.ToLower(unicode.ToUpper(r))
		}
		return naiveMatch(glyphs, runes)
	case "StringLike":
		return naiveMatch(naiveGlyphs(value, true, variables, context), []rune(has))
	case "ArnEquals", "ArnLike":
		return naiveARN(has, value, context, variables)
	case "Bool":
		return strings.EqualFold(has, value)
	case "BinaryEquals":
		return base64.StdEncoding.EncodeToString([]byte(has)) == value
	case "IpAddress":
		return naiveAddress(has, value)
	}
	if rest, ok := strings.CutPrefix(operator, "Date"); ok {
		a, b := naiveDate(has), naiveDate(value)
		return a != nil && b != nil && naiveOrder(rest, a.Cmp(b))
	}
	a, ok := new(big.Rat).SetString(has)
	b, _ := new(big.Rat).SetString(value)
	return ok && !strings.ContainsAny(has, "/xXpP_") && naiveOrder(strings.TrimPrefix(operator, "Numeric"), a.Cmp(b))
}

func naiveARN(has, value string, context map[string][]string, variables bool) bool {
	if value == "*" {
		return true
	}
	patterns, texts := naiveSplit(value, variables), strings.SplitN(has, ":", 6)
	if len(patterns) != 6 || len(texts) != 6 {
		return false
	}
	matching := 0
	for i := range patterns {
		if naiveMatch(naiveGlyphs(patterns[i], true, variables, context), []rune(texts[i])) {
			matching++
		}
	}
	return matching == 6
}

func naiveAddress(has, value string) bool {
	ip := net.ParseIP(has)
	if ip == nil {
		return false
	}
	if _, network, err := net.ParseCIDR(value); err == nil {
		return network.Contains(ip)
	}
	return ip.Equal(net.ParseIP(value))
}

// naiveDate is a date in seconds.
func naiveDate(text string) *big.Rat {
	if n, ok := new(big.Int).SetString(text, 10); ok && n.IsInt64() {
		return new(big.Rat).SetInt(n)
	}
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01"} {
		if at, err := time.Parse(form, text); err == nil {
			return big.NewRat(at.Unix()*1e9+int64(at.Nanosecond()), 1e9)
		}
	}
	return nil
}

func naiveOrder(name string, order int) bool {
	switch name {
	case "LessThan":
		return order < 0
	case "LessThanEquals":
		return order <= 0
	case "GreaterThan":
		return order > 0
	case "GreaterThanEquals":
		return order >= 0
	}
	return order == 0
}
