package main

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// figures are what an operator watches. None holds a name, an id or a text.
type figures struct {
	registry *prometheus.Registry
	handled  prometheus.Counter
	dead     prometheus.Counter
	settled  *prometheus.CounterVec
}

func newFigures() figures {
	f := figures{
		registry: prometheus.NewRegistry(),
		handled:  prometheus.NewCounter(prometheus.CounterOpts{Name: "gridmate_updates_handled_total", Help: "Updates that were handled, dead letters included."}),
		dead:     prometheus.NewCounter(prometheus.CounterOpts{Name: "gridmate_updates_dead_total", Help: "Updates that became dead letters."}),
		settled:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "gridmate_replies_total", Help: "Attempts to send a reply by what became of it."}, []string{"fate"}),
	}
	f.registry.MustRegister(f.handled, f.dead, f.settled,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return f
}

// watch adds what the outbox still holds and what becomes of it.
func (f figures) watch(b *backlog) {
	b.fates = f.settled
	f.registry.MustRegister(prometheus.NewGaugeFunc(
		prometheus.GaugeOpts{Name: "gridmate_replies_waiting", Help: "Replies that are committed and not sent yet."},
		func() float64 { return float64(b.size()) },
	))
}

func (f figures) handler() http.Handler {
	return promhttp.HandlerFor(f.registry, promhttp.HandlerOpts{})
}
