package execution_test

import (
	"cmp"
	"maps"
	"slices"

	"github.com/swfd/swfd/internal/execution"
)

func newRow(k execution.Kind) execution.Row {
	switch k {
	case execution.KindHeader:
		return &execution.Header{}
	case execution.KindActivity:
		return &execution.Activity{}
	case execution.KindTimer:
		return &execution.Timer{}
	case execution.KindChild:
		return &execution.Child{}
	case execution.KindExternal:
		return &execution.External{}
	}
	return &execution.Lambda{}
}

func compareRowKeys(a, b execution.RowKey) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

// increasing reports whether keys are in order, each once.
func increasing(keys []execution.RowKey) bool {
	for i := 1; i < len(keys); i++ {
		if compareRowKeys(keys[i-1], keys[i]) >= 0 {
			return false
		}
	}
	return true
}

func keysOf(rows []execution.Row) []execution.RowKey {
	var keys []execution.RowKey
	for _, r := range rows {
		keys = append(keys, r.RowKey())
	}
	return keys
}

func sortedRowKeys(rows map[execution.RowKey]string) []execution.RowKey {
	return slices.SortedFunc(maps.Keys(rows), compareRowKeys)
}
