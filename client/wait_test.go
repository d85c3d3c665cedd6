package client

import (
	"testing"
	"time"
)

func TestWait(t *testing.T) {
	for _, c := range []struct {
		failure  failure
		attempts int
		random   float64
		want     time.Duration
	}{
		{transient, 1, 1, 100 * time.Millisecond},
		{transient, 1, 0.5, 50 * time.Millisecond},
		{transient, 2, 1, 200 * time.Millisecond},
		{transient, 8, 1, 12800 * time.Millisecond},
		{transient, 9, 1, 20 * time.Second},
		{transient, 1000, 1, 20 * time.Second},
		{throttled, 1, 1, time.Second},
		{throttled, 2, 1, 2 * time.Second},
		{throttled, 5, 1, 16 * time.Second},
		{throttled, 6, 1, 20 * time.Second},
		{throttled, 6, 0.25, 5 * time.Second},
		{throttled, 1, 0, 0},
		{skewed, 1, 1, 0},
		{skewed, 5, 1, 0},
	} {
		if got := c.failure.wait(c.attempts, c.random); got != c.want {
			t.Errorf("failure %d after %d attempts with %v: the wait is %v, want %v", c.failure, c.attempts, c.random, got, c.want)
		}
	}
}
