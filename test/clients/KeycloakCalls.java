import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.AuthenticationException;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.Control;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import javax.naming.ldap.PagedResultsControl;
import javax.naming.ldap.PagedResultsResponseControl;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;

/**
 * What a user federation provider asks through JNDI: StartTLS before the bind, pages of users,
 * one user by name and by identifier, a password by a bind, the groups of a user. Each line
 * printed names a thing that was seen to hold.
 */
class KeycloakCalls {
  private static final String USERS = "(&(etat=Actif)(objectclass=inetOrgPerson)%s)";
  private static String url;

  public static void main(String[] args) throws Exception {
    url = args[0];
    String suffix = args[1];
    String login = args[4];
    String users = "ou=personnes," + suffix;
    LdapContext admin = connect(args[2], args[3]);

    List<SearchResult> all = pages(admin, users, USERS.formatted("(uid=*)"));
    holds("pages of users", all.size() > 6 && all.stream().distinct().count() == all.size());

    List<SearchResult> byName = pages(admin, users, USERS.formatted("(uid=" + login + ")"));
    holds("a user by name", byName.size() == 1);
    SearchResult user = byName.get(0);
    String dn = user.getNameInNamespace();
    String uuid = user.getAttributes().get("entryUUID").get().toString();
    holds("creation and modification times", user.getAttributes().get("createTimestamp") != null
        && user.getAttributes().get("modifyTimestamp") != null);
    List<SearchResult> byUuid = pages(admin, users, USERS.formatted("(entryUUID=" + uuid + ")"));
    holds("a user by identifier", byUuid.size() == 1 && byUuid.get(0).getNameInNamespace().equals(dn));

    connect(dn, args[5]).close();
    holds("a right password", true);
    try {
      connect(dn, "Faux-Passe-99").close();
      holds("a wrong password", false);
    } catch (AuthenticationException refused) {
      holds("a wrong password", refused.getMessage().contains("49"));
    }

    String groups = "(&(member=" + dn + ")(objectclass=groupOfNames))";
    List<String> names = new ArrayList<>();
    for (SearchResult group : pages(admin, "ou=acces," + suffix, groups)) {
      names.add(group.getAttributes().get("cn").get().toString());
    }
    holds("the groups of a user", names.contains(args[6]));
    admin.close();
  }

  private static LdapContext connect(String dn, String password) throws Exception {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    environment.put(Context.PROVIDER_URL, url);
    environment.put("java.naming.ldap.attributes.binary", "objectGUID");
    LdapContext context = new InitialLdapContext(environment, null);
    StartTlsResponse tls = (StartTlsResponse) context.extendedOperation(new StartTlsRequest());
    tls.negotiate();
    context.addToEnvironment(Context.SECURITY_AUTHENTICATION, "simple");
    context.addToEnvironment(Context.SECURITY_PRINCIPAL, dn);
    context.addToEnvironment(Context.SECURITY_CREDENTIALS, password);
    context.reconnect(null);
    return context;
  }

  private static List<SearchResult> pages(LdapContext context, String base, String filter)
      throws Exception {
    SearchControls controls = new SearchControls();
    controls.setSearchScope(SearchControls.ONELEVEL_SCOPE);
    controls.setReturningAttributes(
        new String[] {"uid", "cn", "sn", "mail", "entryUUID", "createTimestamp", "modifyTimestamp"});
    List<SearchResult> found = new ArrayList<>();
    byte[] cookie = null;
    do {
      context.setRequestControls(
          new Control[] {new PagedResultsControl(3, cookie, Control.CRITICAL)});
      NamingEnumeration<SearchResult> results = context.search(base, filter, controls);
      while (results.hasMore()) found.add(results.next());
      cookie = cookieOf(context);
    } while (cookie != null && cookie.length > 0);
    context.setRequestControls(null);
    return found;
  }

  private static byte[] cookieOf(LdapContext context) throws NamingException {
    for (Control control : context.getResponseControls()) {
      if (control instanceof PagedResultsResponseControl page) return page.getCookie();
    }
    throw new NamingException("no answer to the paging");
  }

  private static void holds(String name, boolean condition) {
    if (!condition) throw new IllegalStateException("does not hold: " + name);
    System.out.println(name);
  }
}
