// Package storage keeps everything in one SQLite file and is the only place
// with SQL in it: the queue of what came in, the queue of what goes out, and
// the records, people and groups between them.
//
// There is one writer and a pool of readers. What one update changes, its
// replies included, is one transaction: InTx and Work hand out a Tx, and what
// their functions do either commits as a whole or leaves nothing behind.
// A commit is on the disk when it returns (WAL, synchronous=FULL).
//
// The organisation and the people are kept in memory as snapshots that never
// change. A counter in the database says when they are old, so that a process
// notices what another one imported, and a Tx that changed somebody sees the
// change until it is rolled back.
package storage
