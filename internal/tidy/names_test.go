package tidy

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// emptyNames tell a reader nothing: what is in such a package has a noun of its own.
var emptyNames = []string{
	"util", "utils", "common", "helper", "helpers", "manager", "managers", "impl", "types", "models", "mock", "mocks", "misc", "shared", "base", "core",
}

// badNames finds packages whose folder or name says nothing.
func badNames(s *source) []string {
	for _, name := range []string{path.Base(s.dir), strings.TrimSuffix(s.file.Name.Name, "_test")} {
		if slices.Contains(emptyNames, name) {
			return []string{s.path + ": a package named " + name + " tells nothing: find the noun"}
		}
	}
	return nil
}

func TestPackagesHaveNouns(t *testing.T) {
	for _, s := range readRepository(t).sources {
		report(t, badNames(s))
	}
}

func TestNameRuleCatches(t *testing.T) {
	expect(t, badNames(planted(t, "internal/tasklist/a.go", "package tasklist\n")))
	expect(t, badNames(planted(t, "internal/util/a.go", "package text\n")),
		"internal/util/a.go: a package named util tells nothing: find the noun")
	expect(t, badNames(planted(t, "internal/text/a_test.go", "package mocks_test\n")),
		"internal/text/a_test.go: a package named mocks tells nothing: find the noun")
}
