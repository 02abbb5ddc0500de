"""Eight doubles at a time: two steps that the compiler would otherwise make one number after another.

numba leaves it to LLVM's loops to find such steps, and it does not find them in loops as short as a block of channels:
written as loops, a sweep took five times as long. The steps say it outright; LLVM makes of them what the processor has
(one register of 512 bits, two of 256, four of 128). Products are rounded before they are added, on every machine.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from simulation.compute.compiler import numba

types, intrinsic = numba.types, numba.extending.intrinsic
WIDTH = 8  # a cache line of doubles
_NUMBERS = ir.VectorType(ir.DoubleType(), WIDTH)
_INDEX = ir.IntType(64)
_NONE = ir.Constant(_NUMBERS, ir.Undefined)
_FIRST = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)


@intrinsic  # type: ignore[untyped-decorator]
def add_scaled(_: Any, total: Any, table: Any, row: Any, weight: Any) -> Any:
    """``total += weight * table[row]``; arrays of doubles in C order, shapes (8,) and (rows, 8)."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        into = _row(context, builder, signature.args[0], given[0], ir.Constant(_INDEX, 0))
        added = builder.fmul(_load(builder, _row(context, builder, signature.args[1], given[1], given[2])),
                             _all(builder, given[3]))  # fmt: skip
        builder.store(builder.fadd(_load(builder, into), added), into, align=8)
        return context.get_dummy_value()

    return types.void(total, table, types.uint64, types.float64), emit


@intrinsic  # type: ignore[untyped-decorator]
def settle(_: Any, total: Any, scale: Any, table: Any, row: Any, change: Any, weight: Any) -> Any:
    """``new = scale * total; change += weight * abs(new - table[row]); table[row] = new``, shapes as above."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        start = ir.Constant(_INDEX, 0)
        summed = _load(builder, _row(context, builder, signature.args[0], given[0], start))
        place = _row(context, builder, signature.args[2], given[2], given[3])
        changes = _row(context, builder, signature.args[4], given[4], start)
        new = builder.fmul(summed, _all(builder, given[1]))
        moved = builder.fsub(new, _load(builder, place))
        less = builder.fcmp_ordered("<", moved, ir.Constant(_NUMBERS, [0.0] * WIDTH))
        distance = builder.select(less, builder.fneg(moved), moved)
        builder.store(new, place, align=8)
        weighed = builder.fmul(distance, _all(builder, given[5]))
        builder.store(builder.fadd(_load(builder, changes), weighed), changes, align=8)
        return context.get_dummy_value()

    return types.void(total, types.float64, table, types.uint64, change, types.float64), emit


def _row(context: Any, builder: Any, kind: Any, array: Any, row: Any) -> Any:
    """Point at a row of eight."""
    data = context.make_array(kind)(context, builder, array).data
    pointer = builder.gep(data, [builder.mul(row, ir.Constant(_INDEX, WIDTH))])
    return builder.bitcast(pointer, _NUMBERS.as_pointer())


def _load(builder: Any, pointer: Any) -> Any:
    return builder.load(pointer, align=8)  # numpy promises no more


def _all(builder: Any, number: Any) -> Any:
    """Repeat one number eight times."""
    return builder.shuffle_vector(builder.insert_element(_NONE, number, ir.Constant(ir.IntType(32), 0)), _NONE, _FIRST)
