package throttle

// Size is how many buckets of a rate are in memory.
func (t *Throttle) Size(name string) int {
	b := t.rates[name]
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.of)
}
