package chat

// File is what a message carries besides its text. Its bytes are stored apart
// from the reply and lost once Telegram has them; the id that Telegram gave
// them stays.
type File struct {
	ID    int64  `json:"id"`              // where its bytes are stored
	Name  string `json:"name"`            // as people see it, with its extension
	Photo bool   `json:"photo,omitempty"` // shown as a picture instead of offered for download
}

// Document is a file that somebody sent, not yet fetched.
type Document struct {
	ID   string // Telegram's file id
	Name string // as the sender calls it, cleaned; may be empty
	Size int64  // bytes, as Telegram says
}

// MaxDownload is how large a file that people send may be, in bytes: what
// Telegram hands out to bots.
const MaxDownload = 20 << 20

// MaxUpload is how large a file that the bot sends may be, in bytes.
const MaxUpload = 50 << 20

// MaxPhoto is how large a picture that the bot sends may be, in bytes.
const MaxPhoto = 10 << 20
