"""From overrides to a scenario: the one file that knows Hydra. Imported late, for Hydra takes a while to load."""

from __future__ import annotations

import copy
import functools
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.resolvers import oc
from yaml import YAMLError

from simulation.errors import InputError, cut, nearest, not_one_of
from simulation.files.config_checks import check_folder, environment_kept_out, own_files, targets_in
from simulation.scenario import PARTS, Scenario
from simulation.strategies.declared import declare, refuse_elsewhere, refuse_undeclared
from simulation.strategies.named import BUILT_IN, restore, values_of
from simulation.strategies.strategy import Strategy

if TYPE_CHECKING:
    from simulation.model import MarketModel

TARGET = re.compile(r"""_target_\s*[:=]\s*['"]?([\w.]+)""")
"""A class that an override names."""
PLAIN = re.compile(r"\w+(\.\w+)*=(?!\s*{)[^$]*|\+\+variants=[^$]*")
"""Overrides whose order plays no part: no value is merged into what another said, or read from elsewhere."""
REFUSED = "InputError raised while resolving interpolation: "
"""What OmegaConf puts before a refusal of ours."""


def config_folder() -> Path:
    """Return the folder of the configs that ship: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    inside = package / "_configs"
    return inside if inside.is_dir() else package.parent / "configs"


@functools.cache
def _register() -> None:
    """Give Hydra the defaults of the schema, so that they stand in one place; the yaml files hold differences."""
    store = ConfigStore.instance()
    for part, values in Scenario().to_dict().items():
        store.store(group=part, name="schema", node=values, provider="nichecast")
    for name in BUILT_IN:
        store.store(group="strategy", name=f"{name}_schema", node=values_of(name), provider="nichecast")


def compose(overrides: Sequence[str] = (), config_dir: str | None = None, typed: bool = True) -> dict[str, Any]:
    """Return the resolved config of these overrides as plain data.

    Args:
        overrides: ``group=option`` and ``parameter=value``, as Hydra takes them.
        config_dir: A folder with config groups of one's own; their options join those that ship.
        typed: Whether the overrides are what the user typed, who may name a class and environment variables; those
            that come from a file may not.

    Raises:
        InputError: An override names nothing, a group has no such option, or a file asks for what files may not.
    """
    _register()
    given = [_readable(override) for override in overrides]
    if config_dir is not None and not Path(config_dir).is_dir():
        raise InputError(f"--config-dir: got '{config_dir}', takes a folder with config groups in it")
    if config_dir is not None:
        check_folder(Path(config_dir))
        declare(targets_in(Path(config_dir) / "strategy"))
    if typed:
        declare(target for override in given for target in TARGET.findall(override))
    config = _from_another(given) if config_dir is None else None
    if config is None:
        config = _composed(given, config_dir, typed)
    refuse_elsewhere(config)
    strategy = config.get("strategy")
    if isinstance(strategy, Mapping) and "_target_" in strategy:
        refuse_undeclared(str(strategy["_target_"]), "strategy._target_: a file of configs")
    return config


def _from_another(overrides: Sequence[str]) -> dict[str, Any] | None:
    """Return what one composition with the same choices gives under other values; None where Hydra is needed."""
    if not all(map(PLAIN.fullmatch, overrides)):
        return None
    choices = tuple(item for item in overrides if item.partition("=")[0] in _groups() - {"strategy"})
    try:
        return vary(_chosen(choices), [item for item in overrides if item not in choices])
    except InputError:  # said with all that was given
        return None


@functools.cache
def _groups() -> frozenset[str]:
    """Return the groups that ship."""
    return frozenset(path.name for path in config_folder().iterdir() if path.is_dir())


@functools.lru_cache(256)
def _chosen(choices: tuple[str, ...]) -> dict[str, Any]:
    """Return the config with some options of groups."""
    return _composed(choices, None, typed=False)


def _composed(given: Sequence[str], config_dir: str | None, typed: bool) -> dict[str, Any]:
    """Return what Hydra makes of overrides."""
    # Hydra wants its primary config first on the path, so what ships cannot be replaced under its own name.
    search = [] if config_dir is None else [f"hydra.searchpath=['file://{Path(config_dir).resolve()}']"]
    GlobalHydra.instance().clear()
    words = " ".join(given) if typed else ""
    with (
        initialize_config_dir(str(config_folder().resolve()), version_base="1.3"),
        environment_kept_out(oc.env, OmegaConf.register_new_resolver, words),
    ):
        try:
            composed = hydra_compose("config", [*search, *given])
            config = OmegaConf.to_container(composed, resolve=True, enum_to_str=True)
        except YAMLError as error:
            raise _unreadable(error, config_dir) from None
        except Exception as error:
            # Beside its own errors Hydra fails with Python's where a group gets a number, nothing, or lists in lists.
            raise _explained(error, given, search, config_dir) from None
        assert isinstance(config, dict)
        for part in (*PARTS, "executor", "task"):
            if config.get(part) is None:  # it would be as if nothing had been said
                raise not_one_of(part, "null", _options(part, config_dir))
        added = any(_parsed(item).is_add() or _parsed(item).is_force_add() for item in given)
        # Hydra refuses unknown names itself but where a plus says that they are new.
        known = frozenset((_plain if search else _plain_shipped)(*search, *_choices(given)) if added else config)
    for key in config:
        if key not in known:
            raise InputError(f"{key!s}: no such parameter or group{nearest(str(key), [str(k) for k in known])}")
    return {str(key): value for key, value in config.items()}


def _in_quotes(value: str) -> str:
    """Return a value in quotation marks: double ones where it has none, which the shell's single ones can hold."""
    return f'"{value}"' if not set(value) & {'"', "\\"} else quote(value)


@functools.lru_cache(1024)
def _parsed(override: str) -> Override:
    return OverridesParser.create().parse_override(override)


def _readable(override: str) -> str:
    try:
        parsed = _parsed(override)
    except (HydraException, RecursionError, ValueError) as error:
        key, equals, value = override.partition("=")
        plain = (
            isinstance(error, HydraException)
            and equals
            and key
            and value
            and value.lstrip()[:1] not in ("[", "{", "'", '"', "$", "(")
        )
        if plain and _is_override(quoted := f"{key}={_in_quotes(value)}"):
            raise InputError(
                f"{cut(key)}: got {cut(value)}, which needs quotes for Hydra and for the shell: takes"
                f" {cut(shlex.quote(quoted))}"
            ) from None
        if not isinstance(error, HydraException):  # Python's own limits: digits of a number, lists inside lists
            what = "fewer lists inside lists" if isinstance(error, RecursionError) else "a number of fewer digits"
            raise InputError(f"{cut(key)}: got {cut(value)}, takes {what}") from None
        what = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputError(
            f"{cut(override)}: not an override, takes parameter=value or group=option ({cut(what)})"
        ) from None
    if not parsed.key_or_group:
        raise InputError(f"{override}: not an override, takes parameter=value or group=option (it names no parameter)")
    if parsed.key_or_group.partition("/")[0].partition(".")[0] == "hydra":
        raise InputError(f"{parsed.key_or_group}: is Hydra's own, takes a parameter or group of this command")
    if parsed.is_sweep_override():
        raise InputError(f"{parsed.key_or_group}: got several values in '{override}', takes one")
    return override


def quote(text: str) -> str:
    """Return a text as Hydra takes it whatever is in it."""
    escaped = re.sub(r"(\\*)'", r"\1\1\\'", text)  # backslashes count before a quote only
    return f"'{escaped}'"


def _is_override(text: str) -> bool:
    with suppress(HydraException, RecursionError, ValueError):
        return bool(_parsed(text))
    return False


def _unreadable(error: YAMLError, config_dir: str | None) -> InputError:
    """Say which file of the user's is no YAML, and where."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    name = "" if mark is None else str(mark.name).removeprefix("file://")
    if config_dir is not None and not Path(name).is_file():  # some readers give a text without its file's name
        name = next((str(path) for path in sorted(Path(config_dir).rglob("*.yaml")) if not _is_yaml(path)), name)
    place = f", line {mark.line + 1}" if mark is not None else ""
    return InputError(f"{name or 'config'}{place}: not YAML: {cut(what)}")


def _is_yaml(path: Path) -> bool:
    with suppress(Exception):
        OmegaConf.load(path)
        return True
    return False


def _plain(*choices: str) -> dict[Any, Any]:
    """Return the config with no more than these choices of groups; nobody writes into it."""
    config = OmegaConf.to_container(hydra_compose("config", list(choices)), resolve=False)
    assert isinstance(config, dict)
    return config


_plain_shipped = functools.lru_cache(64)(_plain)  # a folder of one's own may change


def _choices(overrides: Sequence[str]) -> list[str]:
    """Return the overrides that choose an option of a group."""
    groups = set(GlobalHydra.instance().config_loader().list_groups(""))
    return [override for override in overrides if override.partition("=")[0] in groups]


def _names(config: Mapping[Any, Any], prefix: str = "") -> Iterator[str]:
    for key, value in config.items():
        yield f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _names(value, f"{prefix}{key}.")


def _options(group: str, config_dir: str | None) -> list[str]:
    """Return the options of a group: those that ship and those of the user's own folder."""
    shipped = GlobalHydra.instance().config_loader().get_group_options(group)
    own = [] if config_dir is None else [path.stem for path in (Path(config_dir) / group).glob("*.yaml")]
    return sorted({option for option in (*shipped, *own) if not option.endswith("schema")})


def _explained(
    error: Exception, overrides: Sequence[str], search: list[str], config_dir: str | None = None
) -> InputError:
    """Say in one line which override is wrong: Hydra's own messages are many lines, and name no near one."""
    words = (str(error).splitlines() or [""])[0]
    if REFUSED in words:  # by one of our own resolvers
        return InputError(f"{getattr(error, 'full_key', None) or 'a config'}: {words.partition(REFUSED)[2]}")
    groups = set(GlobalHydra.instance().config_loader().list_groups(""))
    choices = []
    for override in overrides:
        parsed = _parsed(override)
        key, value = parsed.key_or_group, parsed.value()
        if key in groups and not isinstance(value, Mapping) and not parsed.is_delete():
            options = _options(key, config_dir)
            if value not in options:
                return not_one_of(key, "null" if value is None else str(value), options)
            choices.append(override)
    try:
        valid = [*_names((_plain if search else _plain_shipped)(*search, *choices)), *groups]
    except Exception:  # the choices themselves cannot be put together: said below
        valid = []
    for override in overrides:
        key = (parsed := _parsed(override)).key_or_group
        if valid and not parsed.is_add() and key not in valid:
            if key.startswith("strategy.") and not any(choice.startswith("strategy=") for choice in choices):
                return InputError(
                    f"{key}: strategy=none has no parameters; add strategy=NAME, or for one of several arms"
                    f" 'variants={{ARM: {{strategy: NAME, {key}: VALUE}}}}'"
                )
            return InputError(f"{key}: no such parameter or group{nearest(key, valid)}")
    for override in overrides:
        parsed, got = _parsed(override), override.partition("=")[2]
        key, value = parsed.key_or_group, parsed.value()
        if key in groups and isinstance(value, Mapping):
            return not_one_of(key, got, _options(key, config_dir))
        inside = [name for name in valid if name.startswith(f"{key}.")]
        if inside and isinstance(value, list):
            return InputError(f"{key}: got {cut(got)}, takes parameters of its own, such as {inside[0]}")
    deep = "values lie too deep inside one another, or lead round in a circle"
    what = deep if isinstance(error, RecursionError) else cut(words or type(error).__name__, 300)
    name = getattr(error, "full_key", None)  # of a value whose ${interpolation} leads nowhere
    if name and str(name) not in what:
        return InputError(f"{name}: {what}")
    suspects = [*own_files(overrides, config_dir), *(cut(item) for item in overrides if "${" in item)]
    if suspects and not any(suspect in what for suspect in suspects):
        return InputError(f"{', '.join(suspects)}: {what}")
    return InputError(what)


def vary(config: Mapping[str, Any], overrides: Sequence[str]) -> dict[str, Any] | None:
    """Return a composed config with some overrides more, in a millisecond; None where Hydra is needed for them.

    That are overrides of one value that is there, and the choice of a strategy that ships where none was chosen. Hydra
    takes a fifth of a second to put a whole config together.
    """
    varied = copy.deepcopy(dict(config))
    for override in overrides:
        parsed = _parsed(_readable(override))
        key, value = str(parsed.key_or_group), copy.copy(parsed.value())
        if key == "variants" and parsed.is_force_add() and isinstance(value, dict) and varied.get(key, value) is None:
            varied[key] = value
            continue
        if parsed.is_add() or parsed.is_force_add() or parsed.is_delete() or parsed.package is not None:
            return None
        if key == "strategy":
            node = _shipped_strategy(str(value))
            if node is None or varied.get("strategy") != {"_target_": BUILT_IN["none"]}:
                return None
            varied["strategy"] = node
            continue
        *path, last = key.split(".")
        at: Any = varied
        for part in path:
            at = at.get(part) if isinstance(at, dict) else None
        scalars = value if isinstance(value, list) else [value]
        plain = all(isinstance(scalar, int | float | str | None) for scalar in scalars) and "${" not in override
        whole = not path and not isinstance(value, list)  # replicates=3 stands for a whole group of values
        there = isinstance(at, dict) and last in at and (whole or not isinstance(at[last], dict))
        if not (there and plain) or last == "_target_" or key in _groups():
            return None
        at[last] = value
    return varied


def _shipped_strategy(name: str) -> dict[str, Any] | None:
    """Return the config of a strategy that ships and whose file says no more than its schema; None: there is none."""
    file = config_folder() / "strategy" / f"{name}.yaml"
    if name not in BUILT_IN or not file.is_file():
        return None
    said = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    if said != [f"defaults: [{name}_schema, _self_]"]:
        return None
    return values_of(name)


def scenario_of(config: Mapping[str, Any]) -> Scenario:
    """Return the validated scenario of a composed config.

    Raises:
        InputError: A parameter is out of its range, or does not fit another.
    """
    return Scenario.from_dict({part: config[part] for part in PARTS if config.get(part) is not None})


def strategy_of(config: Mapping[str, Any]) -> Strategy:
    """Return the strategy of a composed config.

    Raises:
        InputError: Its class cannot be found, or a parameter is out of its range.
    """
    given = config.get("strategy")
    return restore({"_target_": BUILT_IN["none"]} if given is None else given)  # a file that says nothing is refused


def build(
    overrides: Sequence[str] = (),
    seed: int | None = None,
    engine: str = "compiled",
    threads: int | None = None,
    config_dir: str | None = None,
    scratch: str | Path | None = None,
) -> MarketModel:
    """Build a market from Hydra overrides.

    Args:
        overrides: For example ``["market.consumers=100000", "strategy=hyper_targeted"]``.
        seed: The run's seed, 0 to 2**32 - 1; ``None``: the config's.
        engine: ``compiled``, ``agents`` or ``interpreted``: the same bits each way.
        threads: Threads of the compiled engine; ``None``: one per processor.
        config_dir: A folder with config groups of one's own.
        scratch: A folder on a disk, in which the columns then lie: for a market that is larger than the memory. The
            same bits, slower; ``None``: they lie in memory.

    Returns:
        The market on the first day of its burn-in: no day has been lived yet.

    Raises:
        InputError: Something given cannot be used; the message says what would be.
    """
    from simulation.model import MarketModel  # late: a refusal need not wait for the compiler to load

    if isinstance(overrides, str):
        raise InputError(f"overrides: got the text {overrides!r}, takes a list such as ['market.consumers=1000']")
    config = compose(overrides, config_dir)
    chosen = config.get("seed", 1) if seed is None else seed
    return MarketModel(scenario_of(config), strategy_of(config), chosen, engine, threads, scratch=scratch)
