package handlers

import (
	"context"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

// Store is what one update may read and change: one transaction, which
// commits with the replies or leaves nothing behind.
type Store interface {
	People
	Invitations
	Records
	Histories
	Matters
	Circle
	Reminders
	Visits
	Campaigns
	Indicators
	Checklists
	Pushes
	Drafts
	Groups
	Facts
	Efforts
	Errands
	Files
	Bulletins
	Highlights
	Letters
	Undelivered
	Deployment
	Accounts
	digest.Source
}

// Deployment is what concerns everybody at once.
type Deployment interface {
	// GroupsAll lists every group that was ever bound, those that are gone too.
	GroupsAll(ctx context.Context) ([]community.Group, error)
	// Calendar is the published arrangements of holidays.
	Calendar(ctx context.Context) (community.Calendar, error)
}

// People knows the organisation and who takes part.
type People interface {
	// Org is the organisation as it stands in this transaction.
	Org() *community.Org
	// PersonByUser finds somebody by their Telegram id; false for a stranger.
	PersonByUser(ctx context.Context, user int64) (community.Person, bool, error)
	// Person finds somebody by key; a NotFound refusal if there is no such person.
	Person(ctx context.Context, id community.PersonID) (community.Person, error)
	// SavePerson adds or changes name, language and private chat by Telegram
	// id, grants excepted, and returns the stored person.
	SavePerson(ctx context.Context, p community.Person) (community.Person, error)
	// Grant adds a role; a role that is there already changes nothing.
	Grant(ctx context.Context, id community.PersonID, g community.Grant) error
}

// Invitations brings people in. hash is the SHA-256 of the link's payload:
// the payload itself is never stored.
type Invitations interface {
	AddInvitation(ctx context.Context, hash string, inv community.Invitation) error
	// TakeInvitation uses an invitation up for a Telegram user. A NotFound
	// refusal "invite_unknown", a Conflict "invite_used" or "invite_expired".
	TakeInvitation(ctx context.Context, hash string, user int64, now time.Time) (community.Invitation, error)
	// Revoke takes a role away again; one that is not there changes nothing.
	Revoke(ctx context.Context, id community.PersonID, g community.Grant) error
}

// Records are the records themselves.
type Records interface {
	// AddRecord stores a record and returns it with its number, and for an
	// issue its running number in the community and year.
	AddRecord(ctx context.Context, r community.Record) (community.Record, error)
	// Record finds a record; a NotFound refusal "record_unknown" otherwise.
	Record(ctx context.Context, n community.Number) (community.Record, error)
	// SaveRecord stores a changed record together with its history.
	SaveRecord(ctx context.Context, r community.Record, changes []community.Change) error
	// Records lists records, newest first.
	Records(ctx context.Context, f community.Filter) ([]community.Record, error)
	// RecordsOf lists the records that a message reported.
	RecordsOf(ctx context.Context, chat int64, message int) ([]community.Record, error)
}

// Histories are what hangs on records.
type Histories interface {
	// Changes lists what was corrected, oldest first.
	Changes(ctx context.Context, n community.Number) ([]community.Change, error)
	// Attach adds a photo or a place; the same file twice is kept once.
	Attach(ctx context.Context, a community.Attachment) error
	// AlbumRecords lists the records that photos of an album hang on.
	AlbumRecords(ctx context.Context, album string) ([]community.Number, error)
	// Attachments lists what was attached, oldest first.
	Attachments(ctx context.Context, n community.Number) ([]community.Attachment, error)
}

// Drafts are conversations that have not become records yet.
type Drafts interface {
	// AddDraft stores a new draft and returns it with its id and revision 1.
	AddDraft(ctx context.Context, d chat.Draft) (chat.Draft, error)
	// Draft finds a draft; false if it is gone.
	Draft(ctx context.Context, id int64) (chat.Draft, bool, error)
	// OpenDraft finds the draft somebody touched last in a chat; false if none.
	OpenDraft(ctx context.Context, chat, user int64) (chat.Draft, bool, error)
	// SaveDraft stores the body, adds one to the revision and returns it.
	SaveDraft(ctx context.Context, d chat.Draft) (chat.Draft, error)
	// DropDraft removes a draft.
	DropDraft(ctx context.Context, id int64) error
}

// Groups are the group chats tied to units.
type Groups interface {
	// Group finds a group by its chat; false if it is not bound.
	Group(ctx context.Context, chat int64) (community.Group, bool, error)
	// SaveGroup binds a group or changes how it is bound.
	SaveGroup(ctx context.Context, g community.Group) error
	// Schedule is when a private chat's digests come; the default if never set.
	Schedule(ctx context.Context, chat int64) (community.Schedule, error)
	SaveSchedule(ctx context.Context, chat int64, s community.Schedule) error
	// MoveChat gives everything of one chat to another id.
	MoveChat(ctx context.Context, from, to int64) error
}
