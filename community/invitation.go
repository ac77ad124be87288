package community

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// InvitationLife is how long an invitation can be used.
const InvitationLife = 7 * 24 * time.Hour

// Invitation brings one person in: whoever opens its link first.
type Invitation struct {
	Grant
	By      PersonID
	Expires time.Time
}

// NewPayload makes the secret of an invitation: 24 characters that a /start
// link takes, 18 random bytes. random fills its argument.
func NewPayload(random func([]byte)) string {
	var b [18]byte
	random(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// HashPayload is what is stored of an invitation's secret.
func HashPayload(payload string) string {
	sum := sha256.Sum256([]byte(payload))
	return hex.EncodeToString(sum[:])
}
