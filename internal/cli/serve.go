package cli

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
)

// Site is what the web application needs to be served.
type Site struct {
	Desk     *desk.Desk
	Listener net.Listener
	Now      func() time.Time
	// Base is the address that people reach the pages by, for links in mails.
	Base string
	// The company's own identity provider (OpenID Connect); no issuer: none.
	Issuer, ClientID, ClientSecret string
	// FirstToken is of the one-time link that opens the first company, while
	// there is none.
	FirstToken string
	// DemoDay, if set, stands on every page: the day it is in the sample company.
	DemoDay cal.Date
}

// ServeSite answers browsers until the context ends; the main package brings it
// along, for doors do not know one another.
type ServeSite func(ctx context.Context, site Site) error

type serveCommand struct {
	Listen string `default:"127.0.0.1:8080" help:"Address and port to answer on; port 0 takes a free one."`
	Base   string `placeholder:"URL" help:"The address people reach the pages by, such as https://debitor.example.com: for links in mails."`
	Open   bool   `help:"Open the browser."`

	OIDCIssuer   string `name:"oidc-issuer" env:"DEBITOR_OIDC_ISSUER" placeholder:"URL" help:"The company's own identity provider (OpenID Connect) to sign in by; needs --base."`
	OIDCClientID string `name:"oidc-client-id" env:"DEBITOR_OIDC_CLIENT_ID" placeholder:"ID" help:"debitor's name there."`
}

// Run serves the web application, with workers, until it is stopped. Where
// there is no database yet, a page reached by a one-time link opens the first
// company.
func (c *serveCommand) Run(a *app) error {
	d, queue, done, err := a.openDesk(true)
	if err != nil {
		return err
	}
	defer done()
	d.MailAnswers(answerMail(c.Base))
	companies, err := d.Companies(a.ctx)
	if err != nil {
		return err
	}
	site := Site{
		Desk: d, Now: a.now, Base: c.Base, Issuer: c.OIDCIssuer, ClientID: c.OIDCClientID, ClientSecret: os.Getenv("DEBITOR_OIDC_CLIENT_SECRET"),
	}
	if c.OIDCIssuer != "" && (c.Base == "" || c.OIDCClientID == "") {
		return fault.New(fault.Usage, "serve.oidc", "--oidc-issuer needs --oidc-client-id, and --base for where people come back to")
	}
	link := ""
	if len(companies) == 0 {
		site.FirstToken = desk.NewToken()
		link = "/first/" + site.FirstToken
	}
	return a.serve(site, queue, c.Listen, func(address string) {
		if link != "" {
			a.sayIn(a.Language, "Set up your company at http://%s%s (the link works once)", address, link)
		} else {
			a.sayIn(a.Language, "debitor answers at http://%s", address)
		}
		a.sayIn(a.Language, "Stop with Ctrl-C, or by closing this window.")
		if c.Open {
			openBrowser("http://" + address + link)
		}
	})
}

// serve listens, says so, and works jobs and requests until one of them ends.
func (a *app) serve(site Site, queue Background, listen string, started func(address string)) error {
	listener, err := new(net.ListenConfig).Listen(a.ctx, "tcp", listen)
	if err != nil {
		return fault.Wrap(err, fault.Input, "serve.listen", "debitor cannot answer on %s (%s); --listen names another address, such as 127.0.0.1:8081", listen, err)
	}
	site.Listener = listener
	site.Desk.MakeRoom()
	started(listener.Addr().String())
	ctx, stop := context.WithCancel(a.ctx)
	defer stop()
	ended := make(chan error, 2)
	go func() { ended <- queue.Work(ctx) }()
	go func() { ended <- a.site(ctx, site) }()
	err = <-ended
	stop() // what still starts up is called off by it, which is no error
	if other := <-ended; err == nil && !errors.Is(other, context.Canceled) {
		err = other
	}
	return err
}

// openBrowser shows an address to whoever started debitor by a double click.
// Where there is no browser the address stands on the screen.
func openBrowser(address string) {
	var command []string
	switch runtime.GOOS {
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	case "darwin":
		command = []string{"open"}
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return
		}
		command = []string{"xdg-open"}
	}
	cmd := exec.Command(command[0], append(command[1:], address)...) //nolint:noctx // the browser lives longer than debitor
	_ = cmd.Start()                                                  // the address stands on the screen
}

// clicked are the arguments of a start without any: a double click.
func clicked() []string { return strings.Fields("serve --open") }
