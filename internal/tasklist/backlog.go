package tasklist

// entry is a task in a backlog.
type entry struct {
	task Task
	// place is where in the heap it stands, absent if it has left.
	place int
}

const absent = -1

// backlog is a heap of waiting tasks, the next one to hand out on top.
type backlog []*entry

func (b backlog) Len() int { return len(b) }

func (b backlog) Less(i, j int) bool {
	x, y := b[i], b[j]
	switch {
	case x.task.Priority != y.task.Priority:
		return x.task.Priority > y.task.Priority
	case x.task.Since != y.task.Since:
		return x.task.Since < y.task.Since
	default:
		return x.task.order < y.task.order
	}
}

func (b backlog) Swap(i, j int) {
	b[i], b[j] = b[j], b[i]
	b[i].place, b[j].place = i, j
}

func (b *backlog) Push(x any) {
	e := x.(*entry)
	e.place = len(*b)
	*b = append(*b, e)
}

func (b *backlog) Pop() any {
	last := len(*b) - 1
	e := (*b)[last]
	e.place = absent
	(*b)[last] = nil
	*b = (*b)[:last]
	return e
}
