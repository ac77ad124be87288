package storage_test

import (
	"gridmate/handlers"
	"gridmate/storage"
)

// One update's transaction is what handlers work on.
var _ handlers.Store = (*storage.Tx)(nil)
