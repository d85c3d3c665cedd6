package engine

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"reflect"
	"slices"

	"github.com/swfd/swfd/internal/token"
)

// largestPage is how many items a page holds at most, and what a page size of 0 means.
const largestPage = 1000

// pageSize is the number of items that a request wants at most.
func pageSize(maximum int32) int {
	if maximum <= 0 || maximum > largestPage {
		return largestPage
	}
	return int(maximum)
}

// openPage opens the page token of a request, if it has one, and returns the position that the page before it ended at. The
// token is bound to the operation, the caller's scope and all other arguments but the page size.
func (c *Calls) openPage(operation string, text *string, in any) (string, error) {
	if text == nil || *text == "" {
		return "", nil
	}
	page, err := c.sealer().OpenPage(*text, operation, c.arguments(in), c.wall().UnixMilli())
	switch {
	case errors.Is(err, token.ErrExpired):
		return "", invalid("Specified token has exceeded its maximum lifetime")
	case err != nil:
		return "", invalidToken()
	}
	return string(page.Position), nil
}

// sealPage makes the token of the page after a position, nil if there is none.
func (c *Calls) sealPage(operation, position string, in any) *string {
	if position == "" {
		return nil
	}
	text := c.sealer().SealPage(token.Page{
		Operation: operation, Arguments: c.arguments(in), IssuedAt: c.wall().UnixMilli(), Position: []byte(position),
	})
	return &text
}

// arguments is a hash of what must stay the same from page to page: the caller's scope, and the input (a structure, not a
// pointer to one) without its page token and page size.
func (c *Calls) arguments(in any) [32]byte {
	v := reflect.New(reflect.TypeOf(in)).Elem()
	v.Set(reflect.ValueOf(in))
	v.FieldByName("NextPageToken").SetZero()
	v.FieldByName("MaximumPageSize").SetZero()
	// Inputs are plain structures of texts, numbers and truth values, which always have a JSON form.
	b, _ := json.Marshal([]any{c.caller.Account, c.caller.Region, v.Interface()})
	return sha256.Sum256(b)
}

// cut takes a page out of items, which are in ascending order of their place; in reverse they are taken from the end. The page
// begins behind the place at ("" for the first page); next is the place of its last item if more follow.
//
// A position names a place and not a number, so items that come and go meanwhile neither hide nor repeat others.
func cut[T any](items []T, place func(T) string, at string, maximum int32, reverse bool) (page []T, next string) {
	if reverse {
		slices.Reverse(items)
	}
	if at != "" {
		items = slices.DeleteFunc(items, func(i T) bool {
			if reverse {
				return place(i) >= at
			}
			return place(i) <= at
		})
	}
	if n := pageSize(maximum); len(items) > n {
		return items[:n], place(items[n-1])
	}
	return items, ""
}
