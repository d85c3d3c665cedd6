package sim

import (
	"fmt"
	"reflect"
	"strings"
)

// Faults count what went wrong in a world, and was survived.
type Faults struct {
	// Crashes are failures of the power, LostBatches what they have cost, Redeliveries the messages that come again after them.
	Crashes, LostBatches, Redeliveries int
	// FailedCommits are commits that the disk has failed, FullDisks the times at which it was full.
	FailedCommits, FullDisks int
	// Restarts were in good order. WallJumps set the wall clock.
	Restarts, WallJumps int
	// LostAnswers were not heard by clients that waited for them; HangUps are clients that did not wait.
	LostAnswers, HangUps int
	// Retries are attempts at a call whose client has not heard the answer to the one before.
	Retries int
	// SecondAnswers are answers to tasks that somebody had tried to answer before, and Forgeries calls with a token that is no good.
	SecondAnswers, Forgeries int
}

// Add sums up.
func (f *Faults) Add(o Faults) {
	sum, more := reflect.ValueOf(f).Elem(), reflect.ValueOf(o)
	for i := range sum.NumField() {
		sum.Field(i).SetInt(sum.Field(i).Int() + more.Field(i).Int())
	}
}

// Missing names the faults that there was none of.
func (f Faults) Missing() (names []string) {
	v := reflect.ValueOf(f)
	for i := range v.NumField() {
		if v.Field(i).Int() == 0 {
			names = append(names, v.Type().Field(i).Name)
		}
	}
	return names
}

// String gives the counts on one line.
func (f Faults) String() string {
	var counts []string
	v := reflect.ValueOf(f)
	for i := range v.NumField() {
		counts = append(counts, fmt.Sprintf("%d %s", v.Field(i).Int(), v.Type().Field(i).Name))
	}
	return strings.Join(counts, ", ")
}
