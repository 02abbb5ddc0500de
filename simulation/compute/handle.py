"""Tables, rules and tally as one pointer in compiled code.

numba takes a NamedTuple apart: tables, rules and tally would go down every call as 262 arguments, each array as seven
numbers, and most of the time to compile would be spent on them. A handle is one pointer to a row of 8-byte slots, in
which an array has its address and its shape, a number its bits, and a NamedTuple in it the slots of its own fields.
Compiled code reads ``tables.consumers.trust`` as it reads an attribute of a NamedTuple: the same source runs on both.

The types' names depend on fields and their types alone, so that compiled code is found again on disk by later
processes.
"""

from __future__ import annotations

import functools
import hashlib
import struct
from typing import Any

import numpy as np
from llvmlite import ir
from numpy.typing import NDArray

from simulation.compute.compiler import numba
from simulation.errors import InputError

_SLOT = 8
_INT64 = ir.IntType(64)


class HandleType(numba.types.Type):
    """A handle's type in compiled code.

    Attributes:
        fields: The type of each field, and its first slot.
    """

    def __init__(self, table: str, fields: tuple[tuple[str, Any, int], ...]) -> None:
        """Make the type of a NamedTuple's name and fields: each its name, type and first slot."""
        self.fields = {name: (kind, slot) for name, kind, slot in fields}
        layout = ", ".join(f"{name}: {kind.name} at {slot}" for name, kind, slot in fields)
        super().__init__(name=f"{table}_{hashlib.sha256(layout.encode()).hexdigest()[:16]}")


class Handle:
    """A NamedTuple of arrays, numbers and further such NamedTuples, as compiled code takes it.

    It never changes, so that compiled code may read a slot once and keep it, and threads may share it: a tuple in which
    something was replaced gets a handle of its own. It holds the tuple, and with it the memory of all arrays. An array
    must not be made another size in place (``resize(refcheck=False)``): numpy would move its memory unnoticed.

    Attributes:
        value: The tuple.
        kind: Its type in compiled code.
        slots: What compiled code reads.
        address: Where the slots are.
    """

    __slots__ = ("_parts", "address", "kind", "slots", "value")
    value: Any
    kind: HandleType
    slots: NDArray[np.int64]
    address: int

    def __init__(self, value: Any, earlier: Handle | None = None) -> None:
        """Write down where everything is.

        Args:
            value: The NamedTuple.
            earlier: A handle on one of its kind, from which parts that are still the same are taken over.

        Raises:
            InputError: A field cannot be read by compiled code as it is.
        """
        self.value = value
        self._parts: dict[str, Handle] = {}
        slots, fields = bytearray(), []
        for name, item in zip(value._fields, value, strict=True):
            where = f"{type(value).__name__}.{name}"
            slot = len(slots) // _SLOT
            if isinstance(item, tuple) and hasattr(item, "_fields"):
                part = earlier._parts.get(name) if earlier is not None else None
                if part is None or part.value is not item:
                    part = Handle(item, part)
                self._parts[name] = part
                kind: Any = part.kind
                slots += part.slots.tobytes()
            elif isinstance(item, np.ndarray):
                kind = _type_of_array(item, where)
                slots += struct.pack(f"={1 + item.ndim}q", item.ctypes.data, *item.shape)
            else:
                kind, bits = _type_and_bits(item, where)
                slots += bits.ljust(_SLOT, b"\0")
            fields.append((name, kind, slot))
        self.kind = _handle_type(type(value).__name__, tuple(fields))
        self.slots = np.frombuffer(bytes(slots), np.int64).copy()
        self.slots.flags.writeable = False
        self.address = self.slots.ctypes.data

    def __reduce__(self) -> tuple[type[Handle], tuple[Any]]:
        """Copy and pickle the tuple, not the addresses."""
        return Handle, (self.value,)


class Handles:
    """Handles that are made once: a tuple is looked at again only when it is another object than the last of its kind.

    What is kept last is kept alive. Threads may share it: at worst a handle is made twice.
    """

    def __init__(self) -> None:
        """Know none yet."""
        self._last: dict[type, Handle] = {}

    def of(self, value: Any) -> Any:
        """Return the handle on a tuple of arrays, and everything else as it is; see :func:`as_argument`."""
        if not is_table(value):
            return value
        last = self._last.get(type(value))
        if last is None or last.value is not value:
            last = self._last[type(value)] = Handle(value, last)
        return last


def is_table(value: Any) -> bool:
    """Say whether something is a NamedTuple of arrays or of NamedTuples; one of numbers alone goes as its fields."""
    return (
        isinstance(value, tuple)
        and hasattr(value, "_fields")
        and any(isinstance(item, np.ndarray | tuple) for item in value)
    )


def as_argument(value: Any) -> Any:
    """Return what a compiled loop takes in place of a value: a handle on a tuple of arrays, all else as it is."""
    return Handle(value) if is_table(value) else value


@functools.lru_cache(maxsize=1024)
def _handle_type(table: str, fields: tuple[tuple[str, Any, int], ...]) -> HandleType:
    return HandleType(table, fields)


@functools.lru_cache(maxsize=1024)
def _array_type(dtype: Any, dimensions: int, writeable: bool) -> Any:
    return numba.types.Array(numba.from_dtype(dtype), dimensions, "C", readonly=not writeable)


def _type_of_array(array: Any, where: str) -> Any:
    flags, dtype = array.flags, array.dtype
    if not flags.c_contiguous:
        raise InputError(f"{where}: got an array with gaps or in another order, takes np.ascontiguousarray of it")
    if dtype.kind not in "biuf" or not dtype.isnative or not flags.aligned:
        raise InputError(f"{where}: got an array of {dtype.str}, takes aligned numbers in this machine's byte order")
    return _array_type(dtype, array.ndim, flags.writeable)


def _type_and_bits(item: Any, where: str) -> tuple[Any, bytes]:
    if isinstance(item, bool | int | float | np.number | np.bool_):
        number = np.asarray(item)
        if number.dtype.kind in "biuf" and number.itemsize <= _SLOT:
            return numba.from_dtype(number.dtype), number.tobytes()
    raise InputError(f"{where}: got {item!r}, takes an array, a number or a NamedTuple of these")


# What numba has to know -----------------------------------------------------------------------------------------------


@numba.extending.register_model(HandleType)
class _HandleModel(numba.extending.models.OpaqueModel):
    """In compiled code a handle is a pointer."""


@numba.extending.typeof_impl.register(Handle)  # type: ignore[untyped-decorator]
def _type_of_handle(handle: Handle, _: Any) -> HandleType:
    return handle.kind


@numba.extending.unbox(HandleType)  # type: ignore[untyped-decorator]
def _take_address(kind: HandleType, handle: Any, context: Any) -> Any:
    address = context.pyapi.object_getattr_string(handle, "address")
    number = context.pyapi.long_as_longlong(address)
    context.pyapi.decref(address)
    return numba.extending.NativeValue(context.builder.inttoptr(number, context.context.get_value_type(kind)))


@numba.extending.infer_getattr
class _FieldTypes(numba.core.typing.templates.AttributeTemplate):
    """The types of a handle's attributes."""

    key = HandleType

    def generic_resolve(self, kind: HandleType, name: str) -> Any:
        """Return a field's type; ``None``: there is no such field."""
        return kind.fields[name][0] if name in kind.fields else None


@numba.extending.lower_getattr_generic(HandleType)  # type: ignore[untyped-decorator]
def _read_field(context: Any, builder: Any, kind: HandleType, pointer: Any, name: str) -> Any:
    """Emit the code that reads a field: a pointer to its slots, an array put together from them, or a number."""
    field, slot = kind.fields[name]
    place = builder.gep(builder.bitcast(pointer, _INT64.as_pointer()), [ir.Constant(_INT64, slot)])
    if isinstance(field, HandleType):
        return builder.bitcast(place, context.get_value_type(field))
    if not isinstance(field, numba.types.Array):
        model = context.data_model_manager[field]
        return model.from_data(builder, _load(builder, builder.bitcast(place, model.get_data_type().as_pointer())))
    item = context.get_data_type(field.dtype)
    size = ir.Constant(_INT64, context.get_abi_sizeof(item))
    shape = [_load(builder, builder.gep(place, [ir.Constant(_INT64, 1 + k)])) for k in range(field.ndim)]
    strides = [size]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    array = context.make_array(field)(context, builder)
    context.populate_array(
        array,
        data=builder.inttoptr(_load(builder, place), item.as_pointer()),
        shape=shape,
        strides=strides[: field.ndim],
        itemsize=size,
        meminfo=None,
    )
    return array._getvalue()


def _load(builder: Any, place: Any) -> Any:
    """Load from a slot: no slot ever changes, so what was loaded once may be kept whatever is written elsewhere."""
    loaded = builder.load(place)
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded
