package io.bailiwick.database.role;

import io.bailiwick.domain.Domain;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RoleNamesTests {

	@Test
	void namesCarryPrefixAndDomain() {
		RoleNames names = new RoleNames("shop");
		assertThat(names.ownerOf(Domain.of("wallets"))).isEqualTo("shop_wallets_owner");
		assertThat(names.applicationOf(Domain.of("wallets"))).isEqualTo("shop_wallets_app");
	}

	@Test
	void longNamesFitAndStayApart() {
		RoleNames names = new RoleNames("shop");
		String one = names.ownerOf(Domain.of("a".repeat(62) + "b"));
		String other = names.ownerOf(Domain.of("a".repeat(62) + "c"));
		assertThat(one).hasSize(63).isNotEqualTo(other).endsWith("_owner");
		assertThat(names.ownerOf(Domain.of("a".repeat(52)))).hasSize(63).isEqualTo("shop_" + "a".repeat(52) + "_owner");
		assertThat(names.applicationOf(Domain.of("a".repeat(55)))).hasSize(63);
	}

	@Test
	void aPrefixIsAPlainIdentifier() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RoleNames("pg_app"));
		assertThatIllegalArgumentException().isThrownBy(() -> new RoleNames("Shop"));
		assertThatIllegalArgumentException().isThrownBy(() -> new RoleNames("a".repeat(31)));
	}

}
