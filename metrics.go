package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"gridmate/chat"
)

// figures are what an operator watches. None holds a name, an id or a text.
type figures struct {
	registry *prometheus.Registry
	handled  prometheus.Counter
	dead     prometheus.Counter
	muted    prometheus.Counter
	took     prometheus.Histogram
	settled  *prometheus.CounterVec
	sent     *prometheus.HistogramVec
	calls    *prometheus.CounterVec
	jobs     *prometheus.CounterVec
}

// seconds are the borders of the histograms: answers take milliseconds, a
// throttled group minutes.
var seconds = []float64{.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 15, 60, 300}

func newFigures() figures {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: "gridmate_" + name, Help: help})
	}
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "gridmate_" + name, Help: help}, labels)
	}
	f := figures{
		registry: prometheus.NewRegistry(),
		handled:  counter("updates_handled_total", "Updates that were handled, dead letters included."),
		dead:     counter("updates_dead_total", "Updates that became dead letters."),
		muted:    counter("updates_muted_total", "Updates of somebody who sent too many at once, passed over."),
		took: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "gridmate_update_seconds", Help: "From an update's arrival to the commit of what it did.", Buckets: seconds,
		}),
		settled: counters("replies_total", "Attempts to send a reply by what became of it.", "fate"),
		sent: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gridmate_reply_seconds", Help: "From the commit of a reply, or the time it was to wait for, until Telegram had it.", Buckets: seconds,
		}, []string{"priority"}),
		calls: counters("telegram_calls_total", "Calls of the Bot API by method and HTTP status, 0 where none came; 429 is Telegram's throttling.", "method", "status"),
		jobs:  counters("jobs_total", "What was due and done, or failed.", "job", "outcome"),
	}
	f.registry.MustRegister(f.handled, f.dead, f.muted, f.took, f.settled, f.sent, f.calls, f.jobs,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return f
}

// called counts a call of the Bot API.
func (f figures) called(method string, status int) {
	f.calls.WithLabelValues(method, strconv.Itoa(status)).Inc()
}

// job counts what a job did.
func (f figures) job(name string, err error) {
	outcome := "done"
	if err != nil {
		outcome = "failed"
	}
	f.jobs.WithLabelValues(name, outcome).Inc()
}

// handledUpdates counts updates whose effects are committed now; received is
// when each came in.
func (f figures) handledUpdates(received []time.Time, now time.Time) {
	f.handled.Add(float64(len(received)))
	for _, at := range received {
		f.took.Observe(now.Sub(at).Seconds())
	}
}

// priorities name the orders in which replies leave.
var priorities = map[chat.Priority]string{chat.Interactive: "interactive", chat.Notice: "notice", chat.Bulk: "bulk"}

func (f figures) handler() http.Handler {
	return promhttp.HandlerFor(f.registry, promhttp.HandlerOpts{})
}

// gauges are read when somebody asks for the metrics.
type gauges struct {
	read   func() []gauge
	family map[string]*prometheus.Desc
}

// gauge is one of them, with the value of its label where it has one.
type gauge struct {
	name, label string
	value       float64
}

// watch adds gauges that read is asked for.
func (f figures) watch(read func() []gauge) {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("gridmate_"+name, help, labels, nil)
	}
	f.registry.MustRegister(gauges{read, map[string]*prometheus.Desc{
		"replies_waiting":       describe("replies_waiting", "Replies that are committed and not sent yet."),
		"outbox_waiting":        describe("outbox_waiting", "Replies that wait to be sent, by priority.", "priority"),
		"outbox_oldest_seconds": describe("outbox_oldest_seconds", "How long the oldest reply has waited beyond its time, by priority.", "priority"),
		"inbox_waiting":         describe("inbox_waiting", "Updates that wait to be handled."),
		"inbox_oldest_seconds":  describe("inbox_oldest_seconds", "How long the oldest of them has waited."),
		"files_refused":         describe("files_refused", "Files that Telegram refused for good and that nobody has sent again or dropped."),
		"dead_letters":          describe("dead_letters", "Updates that could not be handled and that nobody has retried or dropped."),
		"intake_age_seconds":    describe("intake_age_seconds", "How long ago updates were last asked for and stored."),
		"database_bytes":        describe("database_bytes", "Size of the database with its log."),
		"disk_free_bytes":       describe("disk_free_bytes", "Free space beside the database."),
		"clock_ahead_seconds":   describe("clock_ahead_seconds", "How far this machine's clock is ahead of Telegram's."),
		"backup_age_seconds":    describe("backup_age_seconds", "How long ago the last nightly backup was made."),
	}})
}

// Describe implements prometheus.Collector.
func (g gauges) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range g.family {
		to <- desc
	}
}

// Collect implements prometheus.Collector.
func (g gauges) Collect(to chan<- prometheus.Metric) {
	for _, one := range g.read() {
		var labels []string
		if one.label != "" {
			labels = []string{one.label}
		}
		to <- prometheus.MustNewConstMetric(g.family[one.name], prometheus.GaugeValue, one.value, labels...)
	}
}
