package metrics

import (
	"fmt"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/listen"
)

// aDoor is one at which something goes on.
var aDoor = Door{
	Connections: func() listen.Figures { return listen.Figures{Open: 3, Most: 100, TooMany: 4, TooManyOfAddress: 5} },
	Calls: func() httpapi.Figures {
		return httpapi.Figures{Calls: 6, MostCalls: 256, CallsWaiting: 7, BodyBytes: 8, MostBodyBytes: 900, BodiesWaiting: 10}
	},
	Quotas: func() []engine.Quota {
		return []engine.Quota{
			{Limit: "StartTimer", Account: "111111111111", Region: "us-east-1", Used: 9, Max: 10},
			{Limit: "open-executions", Account: "111111111111", Region: "us-east-1", Domain: "d", Used: 1, Max: 4},
		}
	},
	Refused: func() map[string]uint64 { return map[string]uint64{"StartTimer": 11, "ListDomains": 0} },
}

func TestDoor(t *testing.T) {
	m := newMetrics()
	m.WatchDoor(aDoor)
	expectSeries(t, m, `
swfd_bodies_waiting 10
swfd_body_memory_bytes 8
swfd_body_memory_max_bytes 900
swfd_calls_in_progress 6
swfd_calls_in_progress_max 256
swfd_calls_waiting 7
swfd_connections 3
swfd_connections_max 100
swfd_connections_refused_total{bound="address"} 5
swfd_connections_refused_total{bound="total"} 4
swfd_limit_used_ratio{account="111111111111",domain="",limit="StartTimer",region="us-east-1"} 0.9
swfd_limit_used_ratio{account="111111111111",domain="d",limit="open-executions",region="us-east-1"} 0.25
swfd_throttled_total{rate="StartTimer"} 11`)
	if !strings.Contains(page(t, m, ""), `swfd_throttled_total{rate="ListDomains"} 0`) {
		t.Error("a rate that has refused nobody is not told of")
	}
}

// However many domains there are, those that are near to their limits keep their names, and of the others the nearest counts.
func TestQuotasAreBounded(t *testing.T) {
	m := newMetrics()
	const many = 5 * MaxNamed
	d := aDoor
	d.Quotas = func() (all []engine.Quota) {
		for i := range many {
			for _, limit := range []string{"open-executions", "pollers"} {
				all = append(all, engine.Quota{
					Limit: limit, Account: "111111111111", Region: "us-east-1", Domain: fmt.Sprint("d", i), Used: int64(many - i), Max: many,
				})
			}
		}
		return all
	}
	m.WatchDoor(d)
	n := 0
	for _, line := range series(t, m) {
		if strings.HasPrefix(line, "swfd_limit_used_ratio{") {
			n++
		}
	}
	text := page(t, m, "")
	if n != MaxNamed+2 || !strings.Contains(text, `{account="",domain="other",limit="pollers",region=""} 0.9`+"\n") {
		t.Errorf("there are %d series", n)
	}
	if !strings.Contains(text, `domain="d0",limit="pollers"`) || strings.Contains(text, fmt.Sprintf(`domain="d%d"`, many-1)) {
		t.Error("others keep their names")
	}
}
