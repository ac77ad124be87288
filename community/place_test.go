package community_test

import (
	"testing"

	"gridmate/community"
)

func TestABareNumberIsABuildings(t *testing.T) {
	t.Parallel()
	for _, row := range [][3]string{
		{"5", "楼道", "5号楼 楼道"}, {"5", "", "5号楼"}, {"A", "顶楼", "A号楼 顶楼"}, {"3号楼", "楼道", "3号楼 楼道"}, {"", "广场", "广场"}, {"", "", ""},
	} {
		if got := community.PlaceName(row[0], row[1]); got != row[2] {
			t.Errorf("%q, %q: %q", row[0], row[1], got)
		}
	}
}
