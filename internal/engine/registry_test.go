package engine

import (
	"context"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/swf"
)

// inEmptyWorld runs a test in a bubble with a new world in it, in which nothing is registered.
func inEmptyWorld(t *testing.T, test func(w *world)) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, fs: vfs.NewCrashableMem(), caller: access.Caller{Account: "111111111111", Region: "us-east-1"}}
		w.open()
		defer w.close()
		test(w)
	})
}

// reconfigure restarts the server with another configuration.
func (w *world) reconfigure(config func(*Config)) {
	w.t.Helper()
	w.config = config
	w.restart(0)
}

// The tags of a new domain are stored with it.
func TestTagsAreStored(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		in := swf.NewRegisterDomainInput("tagged", "1")
		in.Tags = []swf.ResourceTag{{Key: "team", Value: new("red")}, {Key: "empty", Value: new("")}, {Key: "none"}}
		must(w, w.calls().RegisterDomain)(in)
		again(0)
		d, err := w.calls().domain("tagged")
		if err != nil {
			t.Fatal(err)
		}
		if got := d.info().Tags; !reflect.DeepEqual(got, in.Tags) {
			t.Errorf("got %+v", got)
		}
	})
}

func TestTooManyTags(t *testing.T) {
	inEmptyWorld(t, func(w *world) {
		in := swf.NewRegisterDomainInput("a", "1")
		for i := range 51 {
			in.Tags = append(in.Tags, swf.ResourceTag{Key: text("k%d", i)})
		}
		refused(w, w.calls().RegisterDomain, in, "TooManyTagsFault: A domain can have at most 50 tags")
		in.Tags = in.Tags[:50]
		must(w, w.calls().RegisterDomain)(in)
	})
}

// An account may have a hundred domains, unless the operator allows other numbers.
func TestTheQuotaOfDomains(t *testing.T) {
	inEmptyWorld(t, func(w *world) {
		for i := range 100 {
			must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput(text("d%d", i), "1"))
		}
		refused(w, w.calls().RegisterDomain, swf.NewRegisterDomainInput("d100", "1"),
			"LimitExceededFault: Limit on domains per account reached")
	})
}

// A page holds a thousand items if no size is given, or 0.
func TestTheLargestPageOfAList(t *testing.T) {
	inWorld(t, func(w *world) {
		for i := range 1000 {
			must(w, w.calls().RegisterActivityType)(swf.NewRegisterActivityTypeInput("d", text("a%04d", i), "1"))
		}
		in := swf.NewListActivityTypesInput("d", swf.RegistrationStatusRegistered)
		first := must(w, w.calls().ListActivityTypes)(in)
		if len(first.TypeInfos) != 1000 || first.NextPageToken == nil {
			t.Fatalf("%d of 1001 items, token %v", len(first.TypeInfos), first.NextPageToken)
		}
		in.NextPageToken = first.NextPageToken
		rest := must(w, w.calls().ListActivityTypes)(in)
		if len(rest.TypeInfos) != 1 || rest.TypeInfos[0].ActivityType != workType || rest.NextPageToken != nil {
			t.Errorf("the last page is %+v", rest)
		}
	})
}

// Page tokens live by the wall clock, not by the service time.
func TestPageTokensAgeByTheWallClock(t *testing.T) {
	inEmptyWorld(t, func(w *world) {
		wall := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		w.reconfigure(func(c *Config) { c.Wall = func() time.Time { return wall } })
		for _, name := range []string{"a", "b"} {
			must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput(name, "1"))
		}
		in := swf.NewListDomainsInput(swf.RegistrationStatusRegistered)
		in.MaximumPageSize = 1
		in.NextPageToken = must(w, w.calls().ListDomains)(in).NextPageToken
		w.sleep(25 * 60 * 60)
		must(w, w.calls().ListDomains)(in)
		wall = wall.Add(24*time.Hour + time.Millisecond)
		refused(w, w.calls().ListDomains, in, "ValidationException: Specified token has exceeded its maximum lifetime")
	})
}

// Any character of a page token that is changed makes it garbage.
func TestATamperedPageToken(t *testing.T) {
	inEmptyWorld(t, func(w *world) {
		for _, name := range []string{"a", "b"} {
			must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput(name, "1"))
		}
		in := swf.NewListDomainsInput(swf.RegistrationStatusRegistered)
		in.MaximumPageSize = 1
		token := *must(w, w.calls().ListDomains)(in).NextPageToken
		for i := range len(token) {
			other := "A"
			if token[i] == 'A' {
				other = "B"
			}
			in.NextPageToken = new(token[:i] + other + token[i+1:])
			refused(w, w.calls().ListDomains, in, "ValidationException: Invalid token")
		}
		in.NextPageToken = &token
		must(w, w.calls().ListDomains)(in)
	})
}

// Of many who register one name, or deprecate one type, at the same time, one succeeds.
func TestConcurrentChangesOfTheRegistry(t *testing.T) {
	inWorld(t, func(w *world) {
		attempt := func(call func() error) (succeeded int) {
			var done []func() (bool, error)
			for range 20 {
				done = append(done, later(call))
			}
			for _, d := range done {
				finished, err := d()
				if !finished {
					t.Fatal("a call hangs")
				}
				if err == nil {
					succeeded++
				}
			}
			return succeeded
		}
		ctx := context.Background()
		if n := attempt(func() error {
			_, err := w.calls().RegisterDomain(ctx, swf.NewRegisterDomainInput("e", "1"))
			return err
		}); n != 1 {
			t.Errorf("%d registered the domain", n)
		}
		if n := attempt(func() error {
			_, err := w.calls().RegisterWorkflowType(ctx, swf.NewRegisterWorkflowTypeInput("e", "w", "1"))
			return err
		}); n != 1 {
			t.Errorf("%d registered the type", n)
		}
		if n := attempt(func() error {
			_, err := w.calls().DeprecateActivityType(ctx, swf.NewDeprecateActivityTypeInput("d", workType))
			return err
		}); n != 1 {
			t.Errorf("%d deprecated the type", n)
		}
	})
}

// Nobody hears of a change of the registry before it is durable, and no answer waits for a change that it did not see.
func TestTheRegistryShowsOnlyWhatIsDurable(t *testing.T) {
	inWorld(t, func(w *world) {
		release := w.store.hold()
		registered := later(func() error {
			_, err := w.calls().RegisterDomain(context.Background(), swf.NewRegisterDomainInput("e", "1"))
			return err
		})
		expectHeld(t, "the registration", registered)
		refused(w, w.calls().DescribeDomain, swf.NewDescribeDomainInput("e"), "UnknownResourceFault: Unknown domain: e")
		release()
		expectDone(t, "the registration", registered)
		must(w, w.calls().DescribeDomain)(swf.NewDescribeDomainInput("e"))

		release = w.store.hold()
		deprecated := later(func() error {
			_, err := w.calls().DeprecateDomain(context.Background(), swf.NewDeprecateDomainInput("d"))
			return err
		})
		expectHeld(t, "the deprecation", deprecated)
		if s := must(w, w.calls().DescribeDomain)(swf.NewDescribeDomainInput("d")).DomainInfo.Status; s != swf.RegistrationStatusRegistered {
			t.Errorf("the domain is %s before that is durable", s)
		}
		if s := must(w, w.calls().DescribeActivityType)(swf.NewDescribeActivityTypeInput("d", workType)).TypeInfo.Status; s != swf.RegistrationStatusRegistered {
			t.Errorf("its type is %s before that is durable", s)
		}
		release()
		expectDone(t, "the deprecation", deprecated)
	})
}
