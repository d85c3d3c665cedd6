package main

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// filter says which runs are meant, in SWF's terms: a range of times, and at most one thing more.
type filter struct {
	closed, all                                            bool
	status, workflowID, typ, tag                           string
	startedAfter, startedBefore, closedAfter, closedBefore string
	start, end                                             *swf.ExecutionTimeFilter
	oldestFirst                                            bool
	byStatus                                               *swf.CloseStatusFilter
	byID                                                   *swf.WorkflowExecutionFilter
	byType                                                 *swf.WorkflowTypeFilter
	byTag                                                  *swf.TagFilter
}

// add gives a command the flags of a filter on open runs.
func (f *filter) add(c *cli, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.workflowID, "workflow-id", "", "only runs of this workflowId")
	flags.StringVar(&f.typ, "type", "", "only runs of this workflow type, NAME or NAME:VERSION")
	flags.StringVar(&f.tag, "tag", "", "only runs with this tag")
	flags.StringVar(&f.startedAfter, "started-after", "", "only runs that started then or later: a time, a date, or how long ago (2h, 3d)")
	flags.StringVar(&f.startedBefore, "started-before", "", "only runs that started then or earlier")
	c.completeFrom(cmd, "workflow-id", openWorkflowIDs)
	c.completeFrom(cmd, "type", workflowTypeNames)
	c.completeFrom(cmd, "tag", openTags)
}

// addClosed gives a command the flags that select closed runs, too.
func (f *filter) addClosed(c *cli, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.closed, "closed", false, "closed runs instead of open ones")
	flags.BoolVar(&f.all, "all", false, "open and closed runs")
	flags.StringVar(&f.status, "status", "", "only runs that closed so: "+strings.Join(swf.CloseStatus("").Values(), ", "))
	flags.StringVar(&f.closedAfter, "closed-after", "", "only runs that closed then or later")
	flags.StringVar(&f.closedBefore, "closed-before", "", "only runs that closed then or earlier")
	c.complete(cmd, "status", swf.CloseStatus("").Values()...)
}

// given reports whether anything was said of which runs are meant.
func (f *filter) given(cmd *cobra.Command) bool {
	for _, name := range []string{"workflow-id", "type", "tag", "started-after", "started-before"} {
		if cmd.Flags().Changed(name) {
			return true
		}
	}
	return false
}

// resolve reads the flags, and refuses what SWF could not be asked.
func (f *filter) resolve(cmd *cobra.Command, now time.Time) error {
	if f.status != "" || f.closedAfter != "" || f.closedBefore != "" {
		if f.all {
			return usage("--all goes with none of --status, --closed-after and --closed-before: open runs have not closed")
		}
		f.closed = true
	}
	if f.all && f.closed {
		return usage("--all means closed runs, too: give only one of --all and --closed")
	}
	if err := f.resolveTimes(now); err != nil {
		return err
	}
	chosen := []string{}
	for _, name := range []string{"workflow-id", "type", "tag", "status"} {
		if flag := cmd.Flags().Lookup(name); flag != nil && flag.Changed {
			chosen = append(chosen, "--"+name)
		}
	}
	if len(chosen) > 1 {
		return usage("SWF takes one filter beside the times: give only one of %s", strings.Join(chosen, " and "))
	}
	if len(chosen) == 0 {
		return nil
	}
	return f.resolveOne(chosen[0])
}

func (f *filter) resolveOne(flag string) error {
	switch flag {
	case "--workflow-id":
		f.byID = &swf.WorkflowExecutionFilter{WorkflowID: f.workflowID}
	case "--type":
		name, version, versioned := strings.Cut(f.typ, ":")
		f.byType = &swf.WorkflowTypeFilter{Name: name}
		if versioned {
			f.byType.Version = &version
		}
	case "--tag":
		f.byTag = &swf.TagFilter{Tag: f.tag}
	case "--status":
		status := swf.CloseStatus(strings.ToUpper(strings.ReplaceAll(f.status, "-", "_")))
		if !slices.Contains(status.Values(), string(status)) {
			return usage("--status %q cannot be meant: give one of %s", f.status, strings.Join(status.Values(), ", "))
		}
		f.byStatus = &swf.CloseStatusFilter{Status: status}
	}
	return nil
}

func (f *filter) resolveTimes(now time.Time) error {
	byStart := f.startedAfter != "" || f.startedBefore != ""
	byEnd := f.closedAfter != "" || f.closedBefore != ""
	if byStart && byEnd {
		return usage("SWF takes one range of times: give --started-... or --closed-..., not both")
	}
	after, before := f.startedAfter, f.startedBefore
	if byEnd {
		after, before = f.closedAfter, f.closedBefore
	}
	var times swf.ExecutionTimeFilter
	if after != "" {
		at, err := instant(after, now)
		if err != nil {
			return err
		}
		times.OldestDate = at
	}
	if before != "" {
		at, err := instant(before, now)
		if err != nil {
			return err
		}
		times.LatestDate = &at
	}
	if times.LatestDate != nil && *times.LatestDate < times.OldestDate {
		return usage("nothing was both after %q and before %q: exchange the two times", after, before)
	}
	if byEnd {
		f.end = &times
	} else {
		f.start = &times
	}
	return nil
}

// instant reads a time, a date, or how long ago it was.
func instant(text string, now time.Time) (swf.Timestamp, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, time.UTC); err == nil {
			return swf.TimestampOf(t), nil
		}
	}
	if ago, err := time.ParseDuration(text); err == nil && ago >= 0 {
		return swf.TimestampOf(now.Add(-ago)), nil
	}
	if ago, ok := inDays(text); ok {
		return swf.TimestampOf(now.Add(-ago)), nil
	}
	return 0, usage("%q is no time: give one as 2026-11-24T15:04:05Z, a date, or how long ago, such as 2h or 3d", text)
}

// mostDays is how long ago something may be: longer than there are computers.
const mostDays = 100 * 365

// inDays reads a number of days, such as 3d or 0.5d.
func inDays(text string) (time.Duration, bool) {
	days, ok := strings.CutSuffix(text, "d")
	n, err := strconv.ParseFloat(days, 64)
	if !ok || err != nil || !(n >= 0 && n <= mostDays) {
		return 0, false
	}
	return time.Duration(n * 24 * float64(time.Hour)), true
}

// runs are those that the filter selects.
func (f *filter) runs(ctx context.Context, a *api) iter.Seq2[swf.WorkflowExecutionInfo, error] {
	open := client.OpenExecutions(ctx, a.service, f.openInput(a.domain))
	closed := client.ClosedExecutions(ctx, a.service, f.closedInput(a.domain))
	return func(yield func(swf.WorkflowExecutionInfo, error) bool) {
		if f.all || !f.closed {
			for i, err := range open {
				if !yield(i, err) || err != nil {
					return
				}
			}
		}
		if f.all || f.closed {
			closed(yield)
		}
	}
}

func (f *filter) openInput(domain string) *swf.ListOpenWorkflowExecutionsInput {
	in := swf.NewListOpenWorkflowExecutionsInput(domain, f.startTimes())
	in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.ReverseOrder = f.byID, f.byType, f.byTag, f.oldestFirst
	return in
}

func (f *filter) startTimes() swf.ExecutionTimeFilter {
	if f.start == nil {
		return swf.ExecutionTimeFilter{}
	}
	return *f.start
}

func (f *filter) closedInput(domain string) *swf.ListClosedWorkflowExecutionsInput {
	in := swf.NewListClosedWorkflowExecutionsInput(domain)
	in.StartTimeFilter, in.CloseTimeFilter = f.start, f.end
	in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.CloseStatusFilter = f.byID, f.byType, f.byTag, f.byStatus
	in.ReverseOrder = f.oldestFirst
	return in
}

// count counts the runs that the filter selects.
func (f *filter) count(ctx context.Context, a *api) (n int64, truncated bool, err error) {
	if f.all || !f.closed {
		in := swf.NewCountOpenWorkflowExecutionsInput(a.domain, f.startTimes())
		in.ExecutionFilter, in.TypeFilter, in.TagFilter = f.byID, f.byType, f.byTag
		out, err := a.service.CountOpenWorkflowExecutions(ctx, in)
		if err != nil {
			return 0, false, err
		}
		n, truncated = int64(out.Count), out.Truncated
	}
	if f.all || f.closed {
		in := swf.NewCountClosedWorkflowExecutionsInput(a.domain)
		in.StartTimeFilter, in.CloseTimeFilter = f.start, f.end
		in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.CloseStatusFilter = f.byID, f.byType, f.byTag, f.byStatus
		out, err := a.service.CountClosedWorkflowExecutions(ctx, in)
		if err != nil {
			return 0, false, err
		}
		n, truncated = n+int64(out.Count), truncated || out.Truncated
	}
	return n, truncated, nil
}
