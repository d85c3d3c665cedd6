package engine

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// TagResource adds resource tags to a domain, or gives them new values. All of them are taken, or none.
func (c *Calls) TagResource(_ context.Context, in *swf.TagResourceInput) (*swf.TagResourceOutput, error) {
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	err := c.changeTags(in.ResourceARN, func(tags []swf.ResourceTag) []swf.ResourceTag {
		for _, t := range in.Tags {
			i := slices.IndexFunc(tags, func(old swf.ResourceTag) bool { return old.Key == t.Key })
			if i < 0 {
				tags = append(tags, t)
			} else {
				tags[i] = t
			}
		}
		return tags
	})
	if err != nil {
		return nil, err
	}
	return &swf.TagResourceOutput{}, nil
}

// UntagResource removes resource tags of a domain. A key that is not there is ignored.
func (c *Calls) UntagResource(_ context.Context, in *swf.UntagResourceInput) (*swf.UntagResourceOutput, error) {
	err := c.changeTags(in.ResourceARN, func(tags []swf.ResourceTag) []swf.ResourceTag {
		return slices.DeleteFunc(tags, func(t swf.ResourceTag) bool { return slices.Contains(in.TagKeys, t.Key) })
	})
	if err != nil {
		return nil, err
	}
	return &swf.UntagResourceOutput{}, nil
}

// changeTags gives a domain other tags. The change gets a copy of the present ones.
func (c *Calls) changeTags(arn string, change func([]swf.ResourceTag) []swf.ResourceTag) error {
	c.registry.changing.Lock()
	defer c.registry.changing.Unlock()
	d, err := c.resource(arn)
	if err != nil {
		return err
	}
	record := d.info()
	record.Tags = change(slices.Clone(record.Tags))
	if err := c.checkTagCount(len(record.Tags)); err != nil {
		return err
	}
	if err := c.storeRecord(store.DomainKey(d.number), &record); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.record = record
	return nil
}

// ListTagsForResource lists the resource tags of a domain, in the order in which they were added.
func (c *Calls) ListTagsForResource(_ context.Context, in *swf.ListTagsForResourceInput) (*swf.ListTagsForResourceOutput, error) {
	d, err := c.resource(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	out := &swf.ListTagsForResourceOutput{}
	for _, t := range d.info().Tags {
		if t.Value == nil {
			t.Value = new("")
		}
		out.Tags = append(out.Tags, t)
	}
	return out, nil
}

// resource finds the domain of an ARN. One of another account or Region, or in a partition that the Region is not in, does not
// exist for the caller.
func (c *Calls) resource(arn string) (*domain, error) {
	r, ok := access.ParseDomainARN(arn)
	if !ok {
		return nil, invalid("Invalid ARN: %s", arn)
	}
	if arn != c.inScope(r.Name).ARN() {
		return nil, unknownDomain(r.Name)
	}
	return c.domain(r.Name)
}

// checkTags refuses tags that no domain can have, however few they are.
func checkTags(tags []swf.ResourceTag) error {
	seen := map[string]bool{}
	for _, t := range tags {
		if seen[t.Key] {
			return invalid("Duplicate tag key: %s", t.Key)
		}
		seen[t.Key] = true
		reserved := len(t.Key) >= 4 && strings.EqualFold(t.Key[:4], "aws:")
		if reserved || !isTagText(t.Key) || t.Value != nil && !isTagText(*t.Value) {
			return invalid("Invalid tag: %s", t.Key)
		}
	}
	return nil
}

func (c *Calls) checkTagCount(n int) error {
	if n > c.limits.Tags {
		return &swf.TooManyTagsFault{FaultDetail: message("A domain can have at most %d tags", c.limits.Tags)}
	}
	return nil
}

// isTagText reports whether a tag's key or value holds only what SWF allows: letters, digits and blanks of any script, and a few signs.
func isTagText(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.Z) && !strings.ContainsRune("_.:/=+-@", r)
	})
}
