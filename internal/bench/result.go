package bench

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// Result is what a scenario has measured.
type Result struct {
	Scenario string `json:"scenario"`
	Number   int    `json:"number,omitempty"`
	// Figures are in the order in which they are to be read.
	Figures   []Figure  `json:"figures"`
	Latencies []Latency `json:"latencies"`
}

// Figure is a number with a name and a unit.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// Latency is how long something took, in seconds.
type Latency struct {
	Name  string  `json:"name"`
	Count int64   `json:"count"`
	P50   float64 `json:"p50"`
	P90   float64 `json:"p90"`
	P99   float64 `json:"p99"`
	Max   float64 `json:"max"`
}

// result is what a window comes to.
func (r *Run) result(what string, w *window) *Result {
	result := &Result{}
	result.add(what, w.rate(), "/s")
	if w.cpu > 0 {
		result.add("processor time of the server, each", float64(w.cpu.Microseconds())/float64(w.latencies.Count()), "us")
	}
	if w.steady != nil {
		result.add("p99 of the slowest tenth of the time, in times of the fastest", w.steady.spread(), "")
		result.addSilence("the longest time in which nothing ended", &w.steady.ends)
		if r.Pulse != nil {
			result.addSilence("the longest time in which nothing was answered", &r.Pulse.silence)
		}
	}
	result.addLatency(what, &w.latencies)
	return result
}

func (r *Result) add(name string, value float64, unit string) {
	r.Figures = append(r.Figures, Figure{name, value, unit})
}

func (r *Result) addSilence(name string, s *silence) {
	longest, over := s.finish()
	r.add(name, longest.Seconds()*1000, "ms")
	r.add("when that was over", over.Seconds(), "s")
}

func (r *Result) addLatency(name string, l *Latencies) {
	r.Latencies = append(r.Latencies, Latency{
		Name: name, Count: l.Count(),
		P50: l.Quantile(0.5).Seconds(), P90: l.Quantile(0.9).Seconds(), P99: l.Quantile(0.99).Seconds(), Max: l.Largest().Seconds(),
	})
}

// Print writes a result for people.
func (r *Result) Print(w io.Writer) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, f := range r.Figures {
		fmt.Fprintf(t, "%s\t%s\t%s\n", number(f.Value), f.Unit, "  "+f.Name)
	}
	if len(r.Latencies) > 0 {
		fmt.Fprint(t, "\np50\tp90\tp99\tmax\tcount\t\n")
	}
	for _, l := range r.Latencies {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t  %s\n", duration(l.P50), duration(l.P90), duration(l.P99), duration(l.Max), l.Count, l.Name)
	}
	// Writing to memory never fails.
	_ = t.Flush()
	_, err := io.WriteString(w, b.String())
	return err
}

// number is short: three digits that count, or all of a large one.
func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

func duration(seconds float64) string {
	return fmt.Sprintf("%.2f ms", seconds*float64(time.Second/time.Millisecond))
}
