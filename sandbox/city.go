package sandbox

import (
	"strconv"
	"strings"
)

// City is the demo's people and groups in a server.
type City struct {
	server *Server
	cast   []member
	users  map[string]*User
	groups map[string]int64
}

// member is somebody of the cast; who has no label has no place on the page.
type member struct {
	key   string
	role  Role
	enrol bool // is in the people file
}

// City brings the demo's people and their two groups into the server: "bh", the
// pilot community's group, and "leaders", the street's.
func (d Demo) City(s *Server) *City {
	c := &City{server: s, users: map[string]*User{}, groups: map[string]int64{}}
	groups := map[string][]*User{}
	people := string(d.People())
	for _, row := range demoTable("cast.tsv") {
		id, err := strconv.ParseInt(row["id"], 10, 64)
		if err != nil {
			panic("sandbox: demo: cast.tsv: " + err.Error())
		}
		u := s.AddUser(Person{ID: id, FirstName: row["name"]})
		c.users[row["key"]] = u
		c.cast = append(c.cast, member{
			row["key"], Role{id, row["label"], row["note"], row["section"]},
			strings.Contains(people, row["id"]),
		})
		for group := range strings.SplitSeq(row["groups"], ",") {
			groups[group] = append(groups[group], u)
		}
	}
	c.groups["bh"] = s.AddGroup("滨河社区工作群", c.users["zheng"], groups["bh"]...)
	c.groups["leaders"] = s.AddGroup("滨河街道领导群", c.users["zhang"], groups["leaders"]...)
	return c
}

// User returns somebody of the cast by key: li, zhao, chen, zheng, zhang, wu,
// zhuanban, liu, gao, stranger, wang, sun, zhou, feng, he, xu, tang.
func (c *City) User(key string) *User { return c.users[key] }

// Group returns a group's id by key: bh or leaders.
func (c *City) Group(key string) int64 { return c.groups[key] }

// Page returns the options of a page of the city.
func (c *City) Page() PageOptions {
	opts := PageOptions{Groups: []int64{c.groups["bh"], c.groups["leaders"]}}
	for _, m := range c.cast {
		if m.role.Label != "" {
			opts.Roles = append(opts.Roles, m.role)
		}
	}
	opts.Guide = []GuideStep{
		{Words: "以网格员身份发一句“巡查3网格，楼道堆物2处，已清理”", Chat: c.users["li"].ID, Fill: "巡查3网格，楼道堆物2处，已清理"},
		{Words: "切换到社区书记，看看台账里还有什么没办完", Chat: c.users["zheng"].ID, Fill: "台账"},
		{Words: "把时钟拨到 18:00，在群里看日报", Chat: c.groups["bh"], Move: "evening"},
		{Words: "作为路人查一查“低保怎么办”", Chat: c.users["stranger"].ID, Fill: "办事 低保"},
	}
	return opts
}
