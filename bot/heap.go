package bot

import "container/heap"

// ordered is a priority queue whose members know their place in it, so that
// they can be taken out from the middle.
type ordered[T any] struct {
	members []T
	less    func(a, b T) bool
	moved   func(member T, place int) // place is -1 when it leaves
}

func (o *ordered[T]) Len() int           { return len(o.members) }
func (o *ordered[T]) Less(i, j int) bool { return o.less(o.members[i], o.members[j]) }

// Swap implements heap.Interface.
func (o *ordered[T]) Swap(i, j int) {
	o.members[i], o.members[j] = o.members[j], o.members[i]
	o.moved(o.members[i], i)
	o.moved(o.members[j], j)
}

// Push implements heap.Interface; use add.
func (o *ordered[T]) Push(x any) {
	o.moved(x.(T), len(o.members))
	o.members = append(o.members, x.(T))
}

// Pop implements heap.Interface; use remove.
func (o *ordered[T]) Pop() any {
	var none T
	last := len(o.members) - 1
	x := o.members[last]
	o.members[last] = none
	o.members = o.members[:last]
	o.moved(x, -1)
	return x
}

func (o *ordered[T]) add(x T)          { heap.Push(o, x) }
func (o *ordered[T]) remove(place int) { heap.Remove(o, place) }

// first returns the first member without taking it out.
func (o *ordered[T]) first() (x T, ok bool) {
	if len(o.members) == 0 {
		return x, false
	}
	return o.members[0], true
}
