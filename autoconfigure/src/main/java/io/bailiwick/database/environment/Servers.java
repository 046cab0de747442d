package io.bailiwick.database.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts lists of hosts and ports together as libpq does: one port serves all hosts, or
 * there is one for each.
 */
final class Servers {

	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]+");

	private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]+(%[\\p{L}\\p{N}._-]+)?");

	private final EnvironmentVariable hostSource;

	private final EnvironmentVariable portSource;

	Servers(EnvironmentVariable hostSource, EnvironmentVariable portSource) {
		this.hostSource = hostSource;
		this.portSource = portSource;
	}

	/**
	 * Read {@code host:port,host:port} as it stands in a URL.
	 * @param authority the text
	 * @param hosts takes the hosts
	 * @param ports takes the ports, empty where none is written
	 */
	void split(String authority, List<String> hosts, List<String> ports) {
		for (String address : authority.split(",", -1)) {
			int colon = address.lastIndexOf(':');
			boolean withPort = colon > address.lastIndexOf(']');
			String host = withPort ? address.substring(0, colon) : address;
			if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
				throw this.hostSource.rejected("there is more than one colon after a host",
						"Write an IPv6 address in brackets: [::1]:5432. A colon in a password is %3A.");
			}
			hosts.add(host);
			ports.add(withPort ? address.substring(colon + 1) : "");
		}
	}

	List<Server> combine(List<String> hosts, List<String> ports) {
		if (ports.size() > 1 && ports.size() != hosts.size()) {
			throw this.portSource.rejected(
					"it names " + ports.size() + " ports for " + hosts.size()
							+ ((hosts.size() == 1) ? " host" : " hosts"),
					"Write one port for all hosts, or as many ports as there are hosts.");
		}
		List<Server> servers = new ArrayList<>();
		for (int i = 0; i < hosts.size(); i++) {
			String port = (ports.isEmpty()) ? "" : ports.get((ports.size() == 1) ? 0 : i);
			servers.add(new Server(host(hosts.get(i).strip()), port(port.strip())));
		}
		return servers;
	}

	private String host(String host) {
		if (host.isEmpty()) {
			throw this.hostSource.rejected("a host is missing", "Write the host's name; on this machine: localhost.");
		}
		if (host.startsWith("/") || host.startsWith("@")) {
			throw this.hostSource.rejected("it points to a Unix-domain socket, which pgjdbc does not open by itself",
					"Write a host name (localhost for this machine). For a cloud provider's socket set "
							+ "spring.datasource.url with the socketFactory of its connector.");
		}
		if (IPV6.matcher(host).matches()) {
			return "[" + host + "]";
		}
		if (host.startsWith("[") && host.endsWith("]")
				&& IPV6.matcher(host.substring(1, host.length() - 1)).matches()) {
			return host;
		}
		if (!NAME.matcher(host).matches()) {
			throw this.hostSource.rejected("a host in it is neither a name nor an IP address",
					"Write names or addresses only, several separated by commas. The port has a place of its own: "
							+ "DB_PORT, or after a colon in an address with a scheme. An IPv6 address in a URL stands "
							+ "in brackets, and a password in front of it is percent-encoded.");
		}
		return host;
	}

	private int port(String port) {
		if (port.isEmpty()) {
			return Server.DEFAULT_PORT;
		}
		int number = (port.matches("[0-9]{1,5}")) ? Integer.parseInt(port) : 0;
		if (number < 1 || number > 65535) {
			throw this.portSource.rejected("a port in it is not a number from 1 to 65535",
					"Write a port such as 5432. If the number is right and this is a URL, its password contains a "
							+ "character that must be percent-encoded: / is %2F, ? is %3F, @ is %40, : is %3A.");
		}
		return number;
	}

}
