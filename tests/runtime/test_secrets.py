from leadcrm.runtime import secrets
from leadcrm.runtime.home import Home


def test_secrets_stay_with_the_data_they_open(home: Home) -> None:
    first = secrets.load(home)
    first.save(home)

    assert secrets.load(home) == first


def test_every_folder_gets_secrets_of_its_own(home: Home) -> None:
    one, other = secrets.load(home), secrets.load(home)

    assert {one.owner, one.app, one.valkey, one.secret_key}.isdisjoint(
        {other.owner, other.app, other.valkey, other.secret_key}
    )
