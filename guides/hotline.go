package guides

// Line is a national telephone number that answers for a field.
type Line struct {
	Number string
	Name   string
}

var lines = map[string]Line{
	"人社":   {"12333", "人力资源和社会保障服务热线"},
	"人社就业": {"12333", "人力资源和社会保障服务热线"},
	"司法":   {"12348", "公共法律服务热线"},
	"法院":   {"12348", "公共法律服务热线"},
	"报警":   {"110", "报警电话"},
	"消防":   {"119", "火警电话"},
	"急救":   {"120", "急救电话"},
	"反诈":   {"96110", "反诈劝阻咨询专线"},
}

// LineOf is the national hot-line of a field; fields without one of their own
// are answered by 12345.
func LineOf(field string) Line {
	if l, known := lines[field]; known {
		return l
	}
	return Line{"12345", "政务服务便民热线"}
}
