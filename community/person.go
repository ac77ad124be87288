package community

// PersonID is a person's key in the database.
type PersonID int64

// Role is what somebody does in one unit.
type Role string

// The roles of DOMAIN: a person has one or more, each bound to one unit.
const (
	RoleGrid   Role = "grid"            // 网格员
	RoleStaff  Role = "community_staff" // 社区工作者
	RoleLead   Role = "community_lead"  // 社区党组织书记
	RoleStreet Role = "street"
	RoleCounty Role = "county"
	RoleCity   Role = "city"
	RoleTask   Role = "task_group" // 专项组: one type across the city
	RoleLeader Role = "leader"     // 包联领导
	RoleAdmin  Role = "admin"
)

// Roles lists all roles from the grid up.
func Roles() []Role {
	return []Role{RoleGrid, RoleStaff, RoleLead, RoleStreet, RoleCounty, RoleCity, RoleTask, RoleLeader, RoleAdmin}
}

// Grant is a role in a unit. Type is set for task groups only.
type Grant struct {
	Role Role
	Unit UnitID
	Type CommunityType
}

// Person is somebody who takes part. The zero person is a stranger.
type Person struct {
	ID       PersonID
	User     int64 // Telegram user id
	Name     string
	Language string // "zh-CN" or "en"; empty means zh-CN
	Chat     int64  // their private chat with the bot; 0 until they opened it or after they blocked it
	Grants   []Grant
}

// Known reports whether the person belongs to the deployment.
func (p Person) Known() bool { return len(p.Grants) > 0 }
