"""What python3-ldap makes of the server. Each line printed names a thing that was seen to hold."""

import sys

import ldap
import ldap.controls
import ldap.modlist
import ldap.schema
from ldap.controls.libldap import SimplePagedResultsControl

uri, ca_file, suffix, bind_dn, password, login = sys.argv[1:]
people = f"ou=personnes,{suffix}"


def holds(name, condition):
    if not condition:
        sys.exit(f"does not hold: {name}")
    print(name)


ldap.set_option(ldap.OPT_X_TLS_CACERTFILE, ca_file)
ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
ldap.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
connection = ldap.initialize(uri)
connection.start_tls_s()
connection.simple_bind_s(bind_dn, password)
holds("whoami", connection.whoami_s() == f"dn:{bind_dn}")

_, schema = ldap.schema.subentry.urlfetch(f"{uri}/")
kinds = (
    ldap.schema.ObjectClass,
    ldap.schema.AttributeType,
    ldap.schema.LDAPSyntax,
    ldap.schema.MatchingRule,
    ldap.schema.MatchingRuleUse,
)
for kind in kinds:
    oids = schema.listall(kind)
    known = [schema.get_obj(kind, oid) for oid in oids]
    holds(f"schema {kind.__name__}", len(oids) > 5 and all(known))
rules = schema.listall(ldap.schema.MatchingRule)
types = [schema.get_obj(ldap.schema.AttributeType, oid) for oid in schema.listall(ldap.schema.AttributeType)]
names = {name.lower() for oid in rules for name in schema.get_obj(ldap.schema.MatchingRule, oid).names}
used = {rule.lower() for t in types for rule in (t.equality, t.ordering, t.substr) if rule}
holds("every rule that a type names is published", used <= names)
syntaxes = set(schema.listall(ldap.schema.LDAPSyntax))
holds("every syntax that a type names is published", {t.syntax for t in types if t.syntax} <= syntaxes)
supers = {sup for t in types for sup in t.sup}
holds("every supertype is published", all(schema.getoid(ldap.schema.AttributeType, sup) in schema.listall(ldap.schema.AttributeType) for sup in supers))

_, entry = connection.search_s(f"uid={login},{people}", ldap.SCOPE_BASE, attrlist=["*", "+"])[0]
must, may = schema.attribute_types([name.decode() for name in entry["objectClass"]])
allowed = {name.lower() for t in list(must.values()) + list(may.values()) for name in t.names}
user = [name for name in entry if not schema.get_obj(ldap.schema.AttributeType, name).usage]
holds("an entry has what its classes allow", {name.lower() for name in user} <= allowed)

control = SimplePagedResultsControl(True, size=3, cookie="")
found = []
while True:
    request = connection.search_ext(people, ldap.SCOPE_ONELEVEL, "(objectClass=*)", ["uid"], serverctrls=[control])
    _, data, _, controls = connection.result3(request)
    found += [dn for dn, _ in data]
    control.cookie = controls[0].cookie
    if not control.cookie:
        break
whole = connection.search_s(people, ldap.SCOPE_ONELEVEL, "(objectClass=*)", ["1.1"])
holds("pages hold everyone once", sorted(found) == sorted(dn for dn, _ in whole) and len(found) > 6)

holds("compare true", connection.compare_s(f"uid={login},{people}", "uid", login.encode()))
holds("compare false", not connection.compare_s(f"uid={login},{people}", "uid", b"autre"))
try:
    connection.search_s(f"uid=personne,ou=ailleurs,{suffix}", ldap.SCOPE_BASE)
    holds("a missing base", False)
except ldap.NO_SUCH_OBJECT as error:
    holds("a missing base", error.args[0]["matched"] == suffix)
try:
    connection.modify_s(f"uid={login},{people}", [(ldap.MOD_REPLACE, "sn", b"X")])
    holds("a write without the right", False)
except ldap.INSUFFICIENT_ACCESS:
    holds("a write without the right", True)
request = connection.search_ext(suffix, ldap.SCOPE_SUBTREE)
connection.abandon(request)
holds("usable after an abandon", connection.whoami_s() == f"dn:{bind_dn}")
connection.unbind_s()
