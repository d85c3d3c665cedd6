package bench

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestSilence(t *testing.T) {
	at := func(ms int) time.Time { return time.UnixMilli(int64(ms)) }
	for _, c := range []struct {
		name          string
		came          []int
		longest, over int
	}{
		{"nothing came", nil, 1050, 1050},
		{"between two", []int{1100, 1200, 1500, 1600, 2000, 2010}, 400, 1000},
		{"before the first", []int{1700, 2000}, 700, 700},
		{"after the last", []int{1100, 1200}, 850, 1050},
		{"what came before the window does not count", []int{100, 900, 1600}, 600, 600},
		{"nor does what comes after it", []int{1100, 9000}, 950, 1050},
		{"two that overtake each other", []int{1500, 1400, 1600}, 500, 500},
	} {
		var s silence
		s.note(at(1))
		s.watch(at(1000), at(2050))
		for _, ms := range c.came {
			s.note(at(ms))
		}
		if longest, over := s.finish(); longest.Milliseconds() != int64(c.longest) || over.Milliseconds() != int64(c.over) {
			t.Errorf("%s: %v until %v, want %d ms until %d", c.name, longest, over, c.longest, c.over)
		}
	}
}

func TestAPulseIsWhatIsAnswered(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/never" {
			panic(http.ErrAbortHandler)
		}
		http.NotFound(w, r)
	}))
	defer server.Close()
	for path, want := range map[string]bool{"/": true, "/never": false} {
		var p Pulse
		begin := time.Now()
		p.watch(begin, begin.Add(time.Hour))
		request, err := http.NewRequest(http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := p.Of(http.DefaultTransport).RoundTrip(request)
		if err == nil {
			response.Body.Close()
		}
		if got := p.longest > 0; got != want || (err == nil) != want {
			t.Errorf("%s: noted %t, and the error is %v", path, got, err)
		}
	}
}
