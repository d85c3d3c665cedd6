package access

import (
	"cmp"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/policy"
)

// doubts reviews the policies that have been read. One that is for several accounts may speak of any of them.
func (l *loader) doubts() []*Mistake {
	var doubts []*Mistake
	kinds := map[string][]policy.Kind{}
	for _, p := range l.policies {
		in := strings.Join(p.accounts, " ")
		if kinds[in] == nil {
			kinds[in] = kindsIn(p.accounts, l.made.regions)
		}
		for _, m := range p.document.Review(kinds[in]) {
			doubts = append(doubts, &Mistake{p.file, m})
		}
	}
	slices.SortStableFunc(doubts, func(a, b *Mistake) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return doubts
}
