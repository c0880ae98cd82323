"""Sixteen numbers at once: the steps of `betweenness`, said to the machine as vectors.

Compilers do not find these vectors by themselves, since two arrays might overlap. Each step
works in place on the rows of `LANES` numbers that begin at the places given, and stands first
in plain Python, as its twin, then as vectors for numba.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .compiling import intrinsic, overload

# Sources side by side: two cache lines of float64.
LANES = 16


def add(sums: Any, to: Any, front: Any, at: Any) -> None:
    """Add the row of `front` at `at` to that of `sums` at `to`."""
    sums[to : to + LANES] += front[at : at + LANES]


def visit(level: Any, paths: Any, front: Any, sums: Any, at: Any, here: Any, many: Any) -> int:
    """Enter level `here` in the lanes that `sums` reaches first; clear it; count these lanes."""
    row = slice(at, at + LANES)
    fresh = (sums[row] > 0) & (level[row] < 0)
    level[row] = np.where(fresh, here, level[row])
    paths[row] = np.where(fresh, sums[row], paths[row])
    front[row] = np.where(fresh, sums[row] * many, 0)
    sums[row] = 0
    return int(fresh.sum())


def share(
    level: Any, paths: Any, front: Any, carried: Any, at: Any, here: Any, heavy: Any, many: Any
) -> None:
    """Put what one path to this vertex carries back into `front`, in the lanes of level `here`."""
    row = slice(at, at + LANES)
    mine = level[row] == here
    total = np.where(mine, heavy + many * carried[row], 0)
    front[row] = total / np.where(mine, paths[row], 1)


def carry(level: Any, paths: Any, sums: Any, carried: Any, at: Any, here: Any) -> None:
    """Take `sums` times the paths as carried in the lanes of level `here`; clear `sums`."""
    row = slice(at, at + LANES)
    carried[row] = np.where(level[row] == here, paths[row] * sums[row], carried[row])
    sums[row] = 0


def clear(values: Any, at: Any, value: Any) -> None:
    """Put `value` into a whole row."""
    values[at : at + LANES] = value


if intrinsic is not None:
    from llvmlite import ir
    from numba.core import types

    _VECTOR = ir.VectorType(ir.DoubleType(), LANES)

    class _Row:
        """The rows of float64 arrays at one place, read and written as vectors."""

        def __init__(self, context: Any, builder: Any, signature: Any, arguments: Any) -> None:
            self.context, self.builder = context, builder
            self.signature, self.arguments = signature, arguments

        def _pointer(self, which: int, at: int) -> Any:
            array = self.context.make_array(self.signature.args[which])(
                self.context, self.builder, self.arguments[which]
            )
            place = self.builder.gep(array.data, [self.arguments[at]])
            return self.builder.bitcast(place, _VECTOR.as_pointer())

        def read(self, which: int, at: int) -> Any:
            value = self.builder.load(self._pointer(which, at))
            value.align = 8
            return value

        def write(self, which: int, at: int, value: Any) -> None:
            self.builder.store(value, self._pointer(which, at)).align = 8

        def same(self, which: int) -> Any:
            """Give one number in every lane."""
            empty, zero = ir.Constant(_VECTOR, ir.Undefined), ir.Constant(ir.IntType(32), 0)
            first = self.builder.insert_element(empty, self.arguments[which], zero)
            mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
            return self.builder.shuffle_vector(first, empty, mask)

    _ZERO = ir.Constant(_VECTOR, [0.0] * LANES)

    def _typed(result: Any, *arguments: Any) -> Any:
        """Take places as int64 and numbers as float64."""
        return result(
            *(
                argument
                if isinstance(argument, types.Array)
                else types.int64
                if isinstance(argument, types.Integer)
                else types.float64
                for argument in arguments
            )
        )

    @intrinsic
    def _add(_typing: Any, sums: Any, to: Any, front: Any, at: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            row = _Row(context, builder, signature, arguments)
            row.write(0, 1, builder.fadd(row.read(0, 1), row.read(2, 3)))
            return context.get_dummy_value()

        return _typed(types.void, sums, to, front, at), code

    @intrinsic
    def _visit(
        _typing: Any, level: Any, paths: Any, front: Any, sums: Any, at: Any, here: Any, many: Any
    ) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            row = _Row(context, builder, signature, arguments)
            value, before = row.read(3, 4), row.read(0, 4)
            fresh = builder.and_(
                builder.fcmp_ordered(">", value, _ZERO), builder.fcmp_ordered("<", before, _ZERO)
            )
            row.write(0, 4, builder.select(fresh, row.same(5), before))
            row.write(1, 4, builder.select(fresh, value, row.read(1, 4)))
            row.write(2, 4, builder.select(fresh, builder.fmul(value, row.same(6)), _ZERO))
            row.write(3, 4, _ZERO)
            count = builder.ctpop(builder.bitcast(fresh, ir.IntType(LANES)))
            return builder.zext(count, ir.IntType(64))

        return _typed(types.int64, level, paths, front, sums, at, here, many), code

    @intrinsic
    def _share(
        _typing: Any,
        level: Any,
        paths: Any,
        front: Any,
        carried: Any,
        at: Any,
        here: Any,
        heavy: Any,
        many: Any,
    ) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            row = _Row(context, builder, signature, arguments)
            mine = builder.fcmp_ordered("==", row.read(0, 4), row.same(5))
            total = builder.fadd(row.same(6), builder.fmul(row.same(7), row.read(3, 4)))
            value = builder.fdiv(total, row.read(1, 4))
            row.write(2, 4, builder.select(mine, value, _ZERO))
            return context.get_dummy_value()

        return _typed(types.void, level, paths, front, carried, at, here, heavy, many), code

    @intrinsic
    def _carry(
        _typing: Any, level: Any, paths: Any, sums: Any, carried: Any, at: Any, here: Any
    ) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            row = _Row(context, builder, signature, arguments)
            mine = builder.fcmp_ordered("==", row.read(0, 4), row.same(5))
            value = builder.fmul(row.read(1, 4), row.read(2, 4))
            row.write(3, 4, builder.select(mine, value, row.read(3, 4)))
            row.write(2, 4, _ZERO)
            return context.get_dummy_value()

        return _typed(types.void, level, paths, sums, carried, at, here), code

    @intrinsic
    def _clear(_typing: Any, values: Any, at: Any, value: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            row = _Row(context, builder, signature, arguments)
            row.write(0, 1, row.same(2))
            return context.get_dummy_value()

        return _typed(types.void, values, at, value), code

    overload(add)(lambda sums, to, front, at: lambda sums, to, front, at: _add(sums, to, front, at))
    overload(visit)(
        lambda level, paths, front, sums, at, here, many: (
            lambda level, paths, front, sums, at, here, many: _visit(
                level, paths, front, sums, at, here, many
            )
        )
    )
    overload(share)(
        lambda level, paths, front, carried, at, here, heavy, many: (
            lambda level, paths, front, carried, at, here, heavy, many: _share(
                level, paths, front, carried, at, here, heavy, many
            )
        )
    )
    overload(carry)(
        lambda level, paths, sums, carried, at, here: (
            lambda level, paths, sums, carried, at, here: _carry(
                level, paths, sums, carried, at, here
            )
        )
    )
    overload(clear)(lambda values, at, value: lambda values, at, value: _clear(values, at, value))
