// Package smtptest is a mail server on 127.0.0.1 for tests: it takes messages,
// remembers them, and misbehaves as it is told. It speaks the protocol by
// itself, without the library that debitor sends with, so that the two do not
// share a mistake.
//
// It is not a mail server to receive mail with: it delivers nothing, and knows
// only the commands that a client needs.
//
// Invariant: what it kept is what Received lists, whatever it told the client.
// All methods may be called while clients are connected.
//
// Start with Start, then Server.Fail and Received.
package smtptest

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"net/textproto"
	"slices"
	"strings"
	"sync"
)

// Security is how the server's connections are protected.
type Security int

// The ways.
const (
	Plain       Security = iota // no TLS
	OfferTLS                    // STARTTLS is offered, and wanted before a login
	ImplicitTLS                 // TLS from the first byte
)

// Options are what a server is; the zero value takes everything from everyone.
type Options struct {
	Security Security
	User     string // wants this login before mail
	Password string
	Auth     string // the ways it offers; empty: "PLAIN LOGIN"
	MaxSize  int    // in bytes; 0: any
	CertName string // the only name in its certificate; empty: "localhost" and 127.0.0.1
}

// Received is a message the server kept.
type Received struct {
	From      string
	To        []string
	Data      []byte // line ends are \n, as textproto reads them
	TLS       bool   // it came encrypted
	User      string // it came from this login
	HelloName string
}

// Server is running until Close.
type Server struct {
	options  Options
	listener *net.TCPListener
	port     int
	tls      *tls.Config
	roots    *x509.CertPool
	running  sync.WaitGroup
	done     chan struct{} // closed by Close

	mu          sync.Mutex
	received    []Received
	connections int
	open        map[net.Conn]bool
	faults      []Fault
	reached     []int // how often each fault's stage was reached
}

// Start starts a server on a free port of 127.0.0.1, with a certificate for
// that address and for "localhost" from an authority of its own.
func Start(o Options) (*Server, error) {
	s := &Server{options: o, open: map[net.Conn]bool{}, done: make(chan struct{})}
	if s.options.Auth == "" {
		s.options.Auth = "PLAIN LOGIN"
	}
	if o.Security != Plain {
		var err error
		if s.tls, s.roots, err = certificate(o.CertName); err != nil {
			return nil, err
		}
	}
	var err error
	if s.listener, err = net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
		return nil, err
	}
	s.port = int(netip.MustParseAddrPort(s.listener.Addr().String()).Port())
	s.running.Go(s.accept)
	return s, nil
}

// Host is the address to connect to.
func (s *Server) Host() string { return "127.0.0.1" }

// Port is the port to connect to.
func (s *Server) Port() int { return s.port }

// Roots is the authority behind the server's certificate, nil without TLS.
func (s *Server) Roots() *x509.CertPool { return s.roots }

// Fail makes the server misbehave from now on, by all of these faults and no
// earlier ones; without any it behaves again.
func (s *Server) Fail(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.reached = slices.Clone(faults), make([]int, len(faults))
}

// Received is what was kept so far, in the order it came.
func (s *Server) Received() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// Connections is how many connections were made so far.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

// Close ends the server with all its connections and waits for them.
func (s *Server) Close() error {
	err := s.listener.Close()
	close(s.done)
	s.mu.Lock()
	for c := range s.open {
		_ = c.Close() // they may be closed already
	}
	s.mu.Unlock()
	s.running.Wait()
	return err
}

func (s *Server) accept() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.connections++
		s.open[c] = true
		s.mu.Unlock()
		s.running.Go(func() {
			s.serve(c)
			_ = c.Close() // the client may have been faster
			s.mu.Lock()
			delete(s.open, c)
			s.mu.Unlock()
		})
	}
}

func (s *Server) serve(c net.Conn) {
	n := &session{server: s, raw: c, secure: s.options.Security == ImplicitTLS}
	if n.secure {
		c = tls.Server(c, s.tls)
	}
	n.text = textproto.NewConn(c)
	n.run()
}

// strikes gives the fault to commit at this stage, if any.
func (s *Server) strikes(at Stage, command string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.At != at || !strings.Contains(command, f.Match) {
			continue
		}
		s.reached[i]++
		if f.Every == 0 || s.reached[i]%f.Every == 0 {
			return f, true
		}
	}
	return Fault{}, false
}

func (s *Server) keep(r Received) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received = append(s.received, r)
}
