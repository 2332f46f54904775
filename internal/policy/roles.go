package policy

// Roles are the people a policy may name: who does a step, who may lift a
// hold. Users of debitor have the same roles.
var Roles = []string{
	"accountant",           // posts money, signs as chief accountant
	"admin",                // looks after debitor itself
	"assistant",            // prints, posts, mends data, so that others can collect
	"claims",               // claims department
	"collector",            // calls and writes
	"commercial-director",  // answers for sales
	"director",             // answers for all
	"finance-director",     // answers for the money
	"finance-control",      // finance department, financial-control service
	"head-of-collection",   // leads the collectors
	"head-of-control",      // leads the financial-control service
	"head-of-sales",        // leads the sales managers
	"head-of-security",     // leads the security service
	"law-firm",             // lawyers outside the company
	"lawyer",               // legal department
	"sales-manager",        // answers for the customer
	"sales-representative", // visits the customer
	"security",             // security service
	"service",              // service department, for complaints
	"supervisor",           // leads the representatives
}

// DefaultRole does a step for which the policy names nobody.
const DefaultRole = "sales-manager"
