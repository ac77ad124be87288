// Package community is the domain of grid work: the organisation, its people,
// what they record, the life cycles of records and the arithmetic of digests.
//
// It knows no database, no chat and no clock: values go in, values and errors
// come out, and time is an argument.
package community

import "slices"

// Kind says what sort of record a report is.
type Kind string

// The kinds of records. KindNone is what a text is that reports nothing.
const (
	KindPatrol  Kind = "patrol"
	KindDispute Kind = "dispute"
	KindEvent   Kind = "event"
	KindIssue   Kind = "issue"
	KindTask    Kind = "task" // 任务: set by somebody, never reported
	KindNone    Kind = "none"
)

// Kinds lists the kinds that can be reported, in the order people see them.
func Kinds() []Kind { return []Kind{KindPatrol, KindDispute, KindEvent, KindIssue} }

// Lives reports whether records of the kind have a life cycle: somebody has to
// act on them until they are finished.
func (k Kind) Lives() bool { return k == KindDispute || k == KindIssue || k == KindTask }

// Category is a code within a kind: patrols and issues share one list,
// disputes use the official eighteen, events have their own.
type Category string

// Categories of patrols and issues.
const (
	Fire     Category = "fire"
	Safety   Category = "safety"
	Env      Category = "env"
	Security Category = "security"
	Facility Category = "facility"
	Order    Category = "order"
	Floating Category = "floating"
	Visit    Category = "visit"
	General  Category = "general"
)

// Categories of disputes: the eighteen of the justice administration's statistics.
const (
	MarriageFamily Category = "marriage_family"
	Neighbor       Category = "neighbor"
	Housing        Category = "housing"
	Contract       Category = "contract"
	Business       Category = "business"
	Damage         Category = "damage"
	Land           Category = "land"
	Demolition     Category = "demolition"
	Environment    Category = "environment"
	LaborWage      Category = "labor_wage"
	Labor          Category = "labor"
	Tourism        Category = "tourism"
	Ecommerce      Category = "ecommerce"
	Consumer       Category = "consumer"
	Medical        Category = "medical"
	Traffic        Category = "traffic"
	Property       Category = "property"
	Other          Category = "other"
)

// Categories of service events; Env is shared with patrols.
const (
	Publicity Category = "publicity"
	Training  Category = "training"
	Drill     Category = "drill"
	Health    Category = "health"
	Elder     Category = "elder"
	Care      Category = "care"
	Service   Category = "service"
	Job       Category = "job"
	Culture   Category = "culture"
	Edu       Category = "edu"
	Party     Category = "party"
)

var categories = map[Kind][]Category{
	KindPatrol: {Fire, Safety, Env, Security, Facility, Order, Floating, Visit, General},
	KindIssue:  {Fire, Safety, Env, Security, Facility, Order, Floating, Visit, General},
	KindDispute: {
		Neighbor, MarriageFamily, Property, Housing, Contract, Business, Damage, Land, Demolition,
		Environment, LaborWage, Labor, Tourism, Ecommerce, Consumer, Medical, Traffic, Other,
	},
	KindTask:  {General},
	KindEvent: {Publicity, Service, Health, Elder, Care, Training, Culture, Edu, Job, Env, Drill, Party},
}

// Categories lists the categories of a kind in the order people see them.
func Categories(k Kind) []Category { return slices.Clone(categories[k]) }

// Has reports whether c is a category of kind k.
func (k Kind) Has(c Category) bool { return slices.Contains(categories[k], c) }

// CommunityType is one of the four types of community that a city builds.
type CommunityType string

// The four types. NoType is for what serves none of them in particular.
const (
	Safe       CommunityType = "pingan"
	Convenient CommunityType = "bianli"
	Beautiful  CommunityType = "meili"
	Happy      CommunityType = "xingfu"
	NoType     CommunityType = ""
)

// Types lists the four types in the official order.
func Types() []CommunityType { return []CommunityType{Safe, Convenient, Beautiful, Happy} }

var eventTypes = map[Category]CommunityType{
	Publicity: Safe, Drill: Safe, Service: Convenient, Env: Beautiful,
	Health: Happy, Elder: Happy, Care: Happy, Job: Happy, Training: Happy, Culture: Happy, Edu: Happy,
}

var patrolTypes = map[Category]CommunityType{
	Fire: Safe, Safety: Safe, Security: Safe, Floating: Safe,
	Env: Beautiful, Order: Beautiful, Facility: Beautiful, Visit: Happy,
}

// TypeOf returns the type that a record of this kind and category counts
// towards. Disputes are the safe community's work.
func TypeOf(k Kind, c Category) CommunityType {
	switch k {
	case KindEvent:
		return eventTypes[c]
	case KindDispute:
		return Safe
	default:
		return patrolTypes[c]
	}
}

// Outcome is what came of a report.
type Outcome string

// Outcomes: the first group of patrols and issues, the second of disputes,
// the last of events. OutcomePartial is shared.
const (
	OutcomeClear    Outcome = "clear"
	OutcomeFixed    Outcome = "fixed"
	OutcomePartial  Outcome = "partial"
	OutcomeOpen     Outcome = "open"
	OutcomeReported Outcome = "reported"

	OutcomeSuccess     Outcome = "success"
	OutcomeOngoing     Outcome = "ongoing"
	OutcomeFail        Outcome = "fail"
	OutcomeTransferred Outcome = "transferred"

	OutcomeDone Outcome = "done"
)

// Agreement is the form in which a settled dispute was agreed.
type Agreement string

// Forms of agreement; the empty one is "not stated".
const (
	Written Agreement = "written"
	Oral    Agreement = "oral"
)
