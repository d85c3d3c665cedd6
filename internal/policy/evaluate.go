package policy

// Request is what somebody wants to do. All members are required.
type Request struct {
	Action   Action
	Resource Resource
	Context  Context
}

// Verdict is the answer to a request.
type Verdict struct {
	Allowed bool
	// By is the statement that decided: the first that denies, or else the first that allows. It is nil if no statement is about the
	// request, which is thereby denied.
	By *Statement
	// Document is the place of By's document among those that were asked, -1 if By is nil.
	Document int
}

// IsExplicit reports whether a statement denies the request, so that no other could allow it.
func (v *Verdict) IsExplicit() bool { return !v.Allowed && v.By != nil }

// Evaluate answers a request by some documents together. It allocates nothing of its own, unless a pattern has more than a few variables.
func Evaluate(documents []*Document, r *Request) Verdict {
	for i, d := range documents {
		if s := first(d.denies, r); s != nil {
			return Verdict{By: s, Document: i}
		}
	}
	for i, d := range documents {
		if s := first(d.allows, r); s != nil {
			return Verdict{Allowed: true, By: s, Document: i}
		}
	}
	return Verdict{Document: -1}
}

// first is the first statement that is about a request, nil if there is none.
func first(statements []*Statement, r *Request) *Statement {
	for _, s := range statements {
		if s.coversAction(r.Action) && s.coversResource(&r.Resource, r.Context) && s.holds(r.Context) {
			return s
		}
	}
	return nil
}
