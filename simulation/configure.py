"""From overrides to a scenario: the one file that knows Hydra. Imported late, for Hydra takes a while to load."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from simulation.errors import InputError, nearest, not_one_of
from simulation.scenario import PARTS, Scenario
from simulation.strategies.named import BUILT_IN, restore
from simulation.strategies.strategy import Strategy

if TYPE_CHECKING:
    from simulation.model import MarketModel


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
    for name, target in BUILT_IN.items():
        module, _, kind = target.rpartition(".")
        made = getattr(import_module(module), kind)()
        values = dataclasses.asdict(made) if dataclasses.is_dataclass(made) else {}  # type: ignore[arg-type]
        store.store(group="strategy", name=f"{name}_schema", node={"_target_": target, **values}, provider="nichecast")


def compose(overrides: Sequence[str] = (), config_dir: str | None = None) -> dict[str, Any]:
    """Return the resolved config of these overrides as plain data.

    Args:
        overrides: ``group=option`` and ``parameter=value``, as Hydra takes them.
        config_dir: A folder with config groups of one's own; their options join those that ship.

    Raises:
        InputError: An override names nothing, or a group has no such option.
    """
    _register()
    given = [_readable(override) for override in overrides]
    if config_dir is not None and not Path(config_dir).is_dir():
        raise InputError(f"--config-dir: got '{config_dir}', takes a folder with config groups in it")
    # Hydra wants its primary config first on the path, so what ships cannot be replaced under its own name.
    search = [] if config_dir is None else [f"hydra.searchpath=['file://{Path(config_dir).resolve()}']"]
    GlobalHydra.instance().clear()
    with initialize_config_dir(str(config_folder().resolve()), version_base="1.3"):
        try:
            composed = hydra_compose("config", [*search, *given])
            config = OmegaConf.to_container(composed, resolve=True, enum_to_str=True)
        except (HydraException, OmegaConfBaseException, TypeError, ValueError) as error:
            # Hydra itself fails with the last two where a group gets a number or nothing.
            raise _explained(error, given, search, config_dir) from None
        assert isinstance(config, dict)
        known = _usual_names(tuple(search))
        if not known.issuperset(config):  # a task or an experiment may bring names of its own: to ask takes as long
            known = frozenset(_plain(search, _choices(given)))
    for key in config:
        if key not in known:
            raise InputError(f"{key!s}: no such parameter or group{nearest(str(key), [str(k) for k in known])}")
    return {str(key): value for key, value in config.items()}


def _readable(override: str) -> str:
    try:
        parsed = OverridesParser.create().parse_override(override)
    except HydraException as error:
        what = str(error).splitlines()[0]
        name, sign, value = override.partition("=")
        if sign and value and '"' not in value:
            what += f"; put its value in quotation marks: '{name}=\"{value}\"'"
        raise InputError(f"{override}: not an override, takes parameter=value or group=option ({what})") from None
    if not parsed.key_or_group:
        raise InputError(f"{override}: not an override, takes parameter=value or group=option (it names no parameter)")
    if parsed.is_sweep_override():
        raise InputError(f"{parsed.key_or_group}: got several values in '{override}', takes one")
    return override


def _plain(search: list[str], groups: Sequence[str] = ()) -> dict[Any, Any]:
    """Return the config with no more than these choices of groups."""
    config = OmegaConf.to_container(hydra_compose("config", [*search, *groups]), resolve=False)
    assert isinstance(config, dict)
    return config


@functools.cache
def _usual_names(search: tuple[str, ...]) -> frozenset[Any]:
    """Return the groups and parameters of the config before anything is chosen."""
    return frozenset(_plain(list(search)))


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
    groups = set(GlobalHydra.instance().config_loader().list_groups(""))
    choices = []
    for override in overrides:
        parsed = OverridesParser.create().parse_override(override)
        key, value = parsed.key_or_group, parsed.value()
        if key in groups and not isinstance(value, Mapping) and not parsed.is_delete():
            options = _options(key, config_dir)
            if value not in options:
                return not_one_of(key, "null" if value is None else str(value), options)
            choices.append(override)
    try:
        valid = [*_names(_plain(search, choices)), *groups]
    except (HydraException, OmegaConfBaseException):
        valid = []
    for override in overrides:
        parsed = OverridesParser.create().parse_override(override)
        key = parsed.key_or_group
        if valid and not parsed.is_add() and key not in valid:
            if key.startswith("strategy.") and not any(each.startswith("strategy=") for each in choices):
                return InputError(
                    f"{key}: strategy=none has no parameters; add strategy=NAME, or for one of several arms"
                    f" 'variants={{ARM: {{strategy: NAME, {key}: VALUE}}}}'"
                )
            return InputError(f"{key}: no such parameter or group{nearest(key, valid)}")
    for override in overrides:
        parsed = OverridesParser.create().parse_override(override)
        if parsed.key_or_group in groups and isinstance(parsed.value(), Mapping):
            return not_one_of(
                parsed.key_or_group, override.partition("=")[2], _options(parsed.key_or_group, config_dir)
            )
    return InputError(str(error).splitlines()[0])


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
    return restore(config.get("strategy") or {"_target_": BUILT_IN["none"]})


def compose_arm(overrides: Sequence[str], arm: str, config_dir: str | None = None) -> dict[str, Any]:
    """Return the same composition with another strategy.

    Raises:
        InputError: There is no such strategy, or an override names nothing.
    """
    return compose([*overrides, f"strategy={arm}"], config_dir)


def build(
    overrides: Sequence[str] = (),
    seed: int | None = None,
    engine: str = "compiled",
    threads: int | None = None,
    config_dir: str | None = None,
) -> MarketModel:
    """Build a market from Hydra overrides.

    Args:
        overrides: For example ``["market.consumers=100000", "strategy=hyper_targeted"]``.
        seed: The run's seed, 0 to 2**32 - 1; ``None``: the config's.
        engine: ``compiled``, ``agents`` or ``interpreted``: the same bits each way.
        threads: Threads of the compiled engine; ``None``: one per processor.
        config_dir: A folder with config groups of one's own.

    Raises:
        InputError: Something given cannot be used; the message says what would be.
    """
    from simulation.model import MarketModel  # late: a refusal need not wait for the compiler to load

    if isinstance(overrides, str):
        raise InputError(f"overrides: got the text {overrides!r}, takes a list such as ['market.consumers=1000']")
    config = compose(overrides, config_dir)
    chosen = config.get("seed", 1) if seed is None else seed
    return MarketModel(scenario_of(config), strategy_of(config), chosen, engine, threads)
