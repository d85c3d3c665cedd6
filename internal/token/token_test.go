package token

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// sealer makes a Sealer of keys with these numbers; a key's secret follows from its number.
func sealer(t testing.TB, generation uint64, ids ...byte) *Sealer {
	t.Helper()
	var keys []Key
	for _, id := range ids {
		keys = append(keys, key(id))
	}
	s, err := NewSealer(keys, generation)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func key(id byte) Key {
	k := Key{ID: id}
	for i := range k.Secret {
		k.Secret[i] = id ^ byte(i)
	}
	return k
}

const runID = "22cKZW6UyxDODdERccrwyNun3cWbADtgXzxMZC/GESj90="

var task = Task{Kind: Activity, Domain: 7, Shard: 1023, RunID: runID, ScheduledID: 5, StartedID: 6, Nonce: 0xfeedfacecafebeef}

func TestATaskComesBackAsItWasSealed(t *testing.T) {
	s := sealer(t, 0, 1)
	for _, task := range []Task{
		task,
		{},
		{Kind: Decision, Domain: 1<<32 - 1, Shard: 1<<16 - 1, RunID: runID, ScheduledID: 1<<63 - 1, StartedID: 1<<63 - 1, Nonce: 1<<64 - 1},
	} {
		if got, err := s.OpenTask(s.SealTask(task)); err != nil || got != task {
			t.Errorf("%+v comes back as %+v, %v", task, got, err)
		}
	}
}

// TestEveryFormOfRunIDComesBack: those of SWF's shape are packed, others are not, and all come back.
func TestEveryFormOfRunIDComesBack(t *testing.T) {
	s := sealer(t, 0, 1)
	for _, id := range []string{
		runID,
		"00" + runID[2:],
		"99" + runID[2:],
		"2x" + runID[2:],
		"x2" + runID[2:],
		runID[:45],
		runID + "=",
		strings.Replace(runID, "90=", "91=", 1), // not the base64 of any bytes
		strings.Replace(runID, "/", "_", 1),
		"\n" + runID[1:],
		runID[:10] + "\n" + runID[11:],
		"", "r", "22", "a run of another make", strings.Repeat("r", 64),
	} {
		want := task
		want.RunID = id
		if got, err := s.OpenTask(s.SealTask(want)); err != nil || got != want {
			t.Errorf("runId %q comes back as %q, %v", id, got.RunID, err)
		}
	}
}

// TestATaskTokenIsShort: SWF allows 1024 characters; ours have about 120, however large the numbers.
func TestATaskTokenIsShort(t *testing.T) {
	s := sealer(t, 1<<63, 255)
	large := Task{Kind: Activity, Domain: 1<<32 - 1, Shard: 1023, RunID: runID, ScheduledID: 25_000, StartedID: 25_001, Nonce: 1<<64 - 1}
	if n := len(s.SealTask(large)); n < 100 || n > 125 {
		t.Errorf("a token of %d characters", n)
	}
	large.RunID = strings.Repeat("r", 64)
	large.ScheduledID, large.StartedID = 1<<63-1, 1<<63-1
	if n := len(s.SealTask(large)); n > 200 {
		t.Errorf("a token of %d characters", n)
	}
}

// TestATokenIsOneText: a token goes into JSON, URLs and file names as it is, and equal references give equal tokens.
func TestATokenIsOneText(t *testing.T) {
	s := sealer(t, 0, 1)
	text := s.SealTask(task)
	if strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		t.Errorf("token %q", text)
	}
	if again := sealer(t, 0, 1).SealTask(task); again != text {
		t.Errorf("%s and then %s", text, again)
	}
}

// TestEveryPartOfATaskIsBound: tokens of tasks that differ in anything differ.
func TestEveryPartOfATaskIsBound(t *testing.T) {
	s := sealer(t, 0, 1)
	seen := map[string]string{s.SealTask(task): "itself"}
	for name, change := range map[string]func(*Task){
		"kind":      func(x *Task) { x.Kind = Decision },
		"domain":    func(x *Task) { x.Domain++ },
		"shard":     func(x *Task) { x.Shard-- },
		"run":       func(x *Task) { x.RunID = "23" + x.RunID[2:] },
		"scheduled": func(x *Task) { x.ScheduledID++ },
		"started":   func(x *Task) { x.StartedID++ },
		"nonce":     func(x *Task) { x.Nonce++ },
	} {
		other := task
		change(&other)
		text := s.SealTask(other)
		if was, ok := seen[text]; ok {
			t.Errorf("another %s gives the token of another %s", name, was)
		}
		seen[text] = name
	}
}

// TestATokenOpensWhereItWasSealed: nowhere else, not for another purpose, and not after a restore.
func TestATokenOpensWhereItWasSealed(t *testing.T) {
	sealed := sealer(t, 3, 1).SealTask(task)
	page := sealer(t, 3, 1).SealPage(Page{Operation: "ListDomains"})
	otherSecret := key(1)
	otherSecret.Secret[31]++
	forged, err := NewSealer([]Key{otherSecret}, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		where string
		s     *Sealer
		text  string
		opens bool
	}{
		{"the same key", sealer(t, 3, 1), sealed, true},
		{"the key after a newer one", sealer(t, 3, 2, 1), sealed, true},
		{"only the newer key", sealer(t, 3, 2), sealed, false},
		{"an earlier generation", sealer(t, 2, 1), sealed, false},
		{"a later generation", sealer(t, 4, 1), sealed, false},
		{"another secret of the same number", forged, sealed, false},
		{"a page token", sealer(t, 3, 1), page, false},
	} {
		got, err := c.s.OpenTask(c.text)
		switch {
		case c.opens && (err != nil || got != task):
			t.Errorf("%s: %+v, %v", c.where, got, err)
		case !c.opens && (!errors.Is(err, ErrInvalid) || got != Task{}):
			t.Errorf("%s: %+v, %v; want ErrInvalid", c.where, got, err)
		}
	}
	if _, err := sealer(t, 3, 1).OpenPage(sealed, "", [32]byte{}, 0); !errors.Is(err, ErrInvalid) {
		t.Errorf("a task token opens as a page: %v", err)
	}
}

func TestASealerNeedsKeysOfDifferentNumbers(t *testing.T) {
	if _, err := NewSealer(nil, 0); err == nil {
		t.Error("a Sealer without keys")
	}
	other := key(2)
	other.ID = 1
	if _, err := NewSealer([]Key{key(1), other}, 0); err == nil {
		t.Error("a Sealer with two keys of one number")
	}
}

// TestAKeyDoesNotShowItself: not in any way in which values get into logs and errors.
func TestAKeyDoesNotShowItself(t *testing.T) {
	k := key(0x5a)
	text, err := json.Marshal(map[string]any{"key": k, "keys": []*Key{&k}})
	if err != nil {
		t.Fatal(err)
	}
	shown := string(text)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%o", "%b"} {
		shown += "\n" + fmt.Sprintf(verb+" "+verb+" "+verb, k, &k, []Key{k})
	}
	if n := strings.Count(shown, hidden); n != 2+3*10 {
		t.Errorf("the key is hidden in %d places of 32: %s", n, shown)
	}
	for _, secret := range []string{"90 91", "5a 5b", "5a5b", "5A5B", "0x5a", "WltY"} { // the secret begins with 5a 5b 58
		if strings.Contains(shown, secret) {
			t.Errorf("the secret shows as %q in %s", secret, shown)
		}
	}
}
