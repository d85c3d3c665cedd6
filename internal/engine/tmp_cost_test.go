package engine

import (
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/store/pebblestore"
)

func cpu() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(0, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func BenchmarkTmpCost(b *testing.B) {
	s := openShop(b, pebblestore.Options{Dir: b.TempDir()})
	began := cpu()
	var g sync.WaitGroup
	const n = 64
	for i := range n {
		g.Go(func() {
			for range b.N / n {
				s.oneActivity(fmt.Sprint("w", i))
			}
		})
	}
	g.Wait()
	b.ReportMetric(float64((cpu()-began).Microseconds())/float64(b.N), "cpu-us/op")
}
