package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/jsontree"
)

// Review tells what a document says in vain if there are no requests but of some kinds: actions, keys and resources that none of
// them has, and statements that never decide. That can hardly be meant, and is lawful all the same: so says IAM.
func (d *Document) Review(kinds []Kind) []jsontree.Mistake {
	r := review{kinds: kinds}
	for _, k := range kinds {
		r.actions = append(r.actions, k.Action)
	}
	for _, s := range d.Statements {
		r.statement(s)
	}
	slices.SortStableFunc(r.doubts, func(a, b jsontree.Mistake) int { return cmp.Compare(a.Line, b.Line) })
	return r.doubts
}

// review is the review of a document under way.
type review struct {
	kinds []Kind
	// actions are those of all kinds.
	actions []string
	doubts  []jsontree.Mistake
}

func (r *review) doubt(at said, format string, args ...any) {
	r.doubts = append(r.doubts, at.mistake(fmt.Sprintf(format, args...)))
}

// reviewed is a statement, with what it is about.
type reviewed struct {
	*Statement
	// covered are the kinds that its actions name.
	covered []Kind
	// meets tells of each resource which forms it has names of.
	meets []map[*Form]bool
}

func (r *review) statement(s *Statement) {
	v := &reviewed{Statement: s}
	for _, k := range r.kinds {
		if s.coversAction(ActionOf(k.Action)) {
			v.covered = append(v.covered, k)
		}
	}
	v.hold()
	r.unknownActions(v)
	r.unknownVariables(v)
	decides := v.decides(v.covered)
	if len(v.covered) > 0 && !v.sparesAll() {
		told := len(r.doubts)
		r.idleConditions(v)
		r.idleResources(v)
		// If these are why the statement never decides, there is no more to tell.
		if decides || len(r.doubts) == told {
			r.idleActions(v)
		}
	}
	if !decides {
		r.doubt(s.written.statement, "this statement never has an effect")
	}
}

// hold holds the statement's resources against the forms of what it is about.
func (v *reviewed) hold() {
	for i := range v.resources.patterns {
		meets := map[*Form]bool{}
		for _, k := range v.covered {
			for _, f := range k.Resources {
				if _, done := meets[f]; !done {
					meets[f] = v.resources.patterns[i].meets(f)
				}
			}
		}
		v.meets = append(v.meets, meets)
	}
}

// blocked says why the statement never decides over requests of a kind that it covers, "" if it can.
func (v *reviewed) blocked(k Kind) string {
	for i, c := range v.conditions {
		if !k.Keys.Has(c.key) && !c.holdsWithout() {
			return fmt.Sprintf("%s has no condition key %s", k.Action, v.written.conditions[i].text)
		}
	}
	if !v.canBeAbout(k) {
		return fmt.Sprintf("%s is about %s, which no resource of the statement matches", k.Action, k.Resources[0])
	}
	return ""
}

// canBeAbout reports whether any resource of a kind is one of the statement's.
func (v *reviewed) canBeAbout(k Kind) bool {
	if v.resources.others {
		return !v.sparesAll()
	}
	return slices.ContainsFunc(v.meets, func(meets map[*Form]bool) bool {
		return slices.ContainsFunc(k.Resources, func(f *Form) bool { return meets[f] })
	})
}

// sparesAll reports whether the statement is about no resource because it leaves out all of them.
func (v *reviewed) sparesAll() bool {
	return v.resources.others && slices.ContainsFunc(v.resources.patterns, func(p resourcePattern) bool { return p.every })
}

// unknownActions finds actions that no request has.
func (r *review) unknownActions(v *reviewed) {
	for i, at := range v.written.actions {
		if !slices.ContainsFunc(r.actions, func(name string) bool { return v.actions.patterns[i].matches(strings.ToLower(name), nil) }) {
			r.doubt(at, "no request has the action %s%s", at.text, didYouMean(nearestName(strings.Trim(at.text, "*?"), r.actions)))
		}
	}
}

// unknownVariables finds variables that never stand for anything.
func (r *review) unknownVariables(v *reviewed) {
	if !v.written.variables {
		return
	}
	for _, at := range slices.Concat(v.written.resources, v.written.values) {
		atoms, _ := syntax{variables: true}.atoms(at.text) // it has been read before
		for _, a := range atoms {
			if a.kind == variable && !anyHas(r.kinds, a.text) {
				r.doubt(at, "no request has the key %s%s", a.text, didYouMean(r.nearestKey(a.text)))
			}
		}
	}
}

// idleConditions finds conditions on keys that no request has, or none that the statement is about.
func (r *review) idleConditions(v *reviewed) {
	for i, c := range v.conditions {
		at := v.written.conditions[i]
		holds := "never"
		if c.holdsWithout() {
			holds = "always"
		}
		switch {
		case anyHas(v.covered, c.key):
		case anyHas(r.kinds, c.key):
			r.doubt(at, "no action of the statement has the condition key %s, so this %s holds%s", at.text, holds, v.hint())
		default:
			r.doubt(at, "no request has the condition key %s, so this %s holds%s", at.text, holds, didYouMean(r.nearestKey(at.text)))
		}
	}
}

// hint names the keys that set the statement's actions apart, if they are few.
func (v *reviewed) hint() string {
	const few = 6
	if len(v.covered) > 1 {
		return ""
	}
	service, _, _ := strings.Cut(v.covered[0].Action, ":")
	var own []string
	for _, name := range v.covered[0].Keys.names() {
		if strings.HasPrefix(name, service+":") {
			own = append(own, name)
		}
	}
	if len(own) == 0 || len(own) > few {
		return ""
	}
	return "; there are " + strings.Join(own, ", ")
}

// idleResources finds resources that match nothing that the statement is about.
func (r *review) idleResources(v *reviewed) {
	for i, meets := range v.meets {
		if at := v.written.resources[i]; !slices.Contains(slices.Collect(maps.Values(meets)), true) {
			r.doubt(at, "%s", v.strayResource(at.text))
		}
	}
}

// strayResource says of a resource what it should look like.
func (v *reviewed) strayResource(text string) string {
	if !v.written.variables && strings.Contains(text, "${") {
		return fmt.Sprintf("no request is about such a resource: ${...} is a variable only in documents of Version %q", version2012)
	}
	var forms []*Form
	for _, k := range v.covered {
		forms = append(forms, k.Resources...)
	}
	for _, f := range forms {
		if near := f.nearest(text, v.written.variables); near != "" {
			return fmt.Sprintf("no request is about such a resource%s", didYouMean(near))
		}
	}
	return fmt.Sprintf("no request is about such a resource; there are %s", forms[0])
}

// idleActions finds actions that the statement names and never decides over.
func (r *review) idleActions(v *reviewed) {
	if v.actions.others {
		return
	}
	for i, at := range v.written.actions {
		var named []Kind
		for _, k := range v.covered {
			if v.actions.patterns[i].matches(strings.ToLower(k.Action), nil) {
				named = append(named, k)
			}
		}
		switch {
		case v.decides(named) || len(named) == 0:
		case len(named) == 1:
			r.doubt(at, "%s, so this is in vain", v.blocked(named[0]))
		default:
			r.doubt(at, "this is in vain: for one, %s", v.blocked(named[0]))
		}
	}
}

// decides reports whether the statement can decide over any of some kinds.
func (v *reviewed) decides(kinds []Kind) bool {
	return slices.ContainsFunc(kinds, func(k Kind) bool { return v.blocked(k) == "" })
}

// anyHas reports whether requests of any of some kinds can have a condition key.
func anyHas(kinds []Kind, key string) bool {
	return slices.ContainsFunc(kinds, func(k Kind) bool { return k.Keys.Has(key) })
}

// nearestKey is the key of any request that was probably meant by one that is not there.
func (r *review) nearestKey(key string) string {
	all := Vocabulary{}
	for _, k := range r.kinds {
		maps.Copy(all, k.Keys)
	}
	return all.Nearest(key)
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return "; did you mean " + name + "?"
}
