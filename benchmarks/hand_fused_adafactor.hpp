#pragma once

#include <algorithm>

#include "hand_fused.hpp"
#include "isa/lane.hpp"
#include "sweep/reduce.hpp"

namespace bench {

// adafactor on a matrix: the gradient's squares into the sums of rows and of columns, the sums of
// squares that clip, and the step itself. Rows are as long as a power of two from 32 to a block.
template <class Arch>
struct adafactor_loops {
  using V = optaxx::isa::lane<float, Arch>;
  using D = optaxx::isa::lane<double, Arch>;
  static constexpr std::size_t lanes = 32;
  static constexpr std::size_t parts = lanes / D::size;

  // Vectors of double precision that hold 32 neighbours.
  struct sums {
    D v[parts];

    OPTAXX_INLINE void clear() {
      for (D& x : v) x = D(0.0);
    }
    OPTAXX_INLINE void load(const double* from) {
      for (std::size_t j = 0; j < parts; ++j) v[j] = D::load(from + j * D::size);
    }
    OPTAXX_INLINE void store(double* to) const {
      for (std::size_t j = 0; j < parts; ++j) v[j].store(to + j * D::size);
    }
    OPTAXX_INLINE void add(std::size_t j, V x) {
      v[2 * j] = v[2 * j] + D(V::native::widen_low(x.v));
      v[2 * j + 1] = v[2 * j + 1] + D(V::native::widen_high(x.v));
    }
    double folded() const {
      double values[lanes];
      store(values);
      return optaxx::exec::fold_lanes(values);
    }
  };

  static void axis_sums(const float* g, std::size_t rows, std::size_t columns, float eps,
                        double* of_rows, double* of_columns) {
    for (std::size_t r = 0; r < rows; ++r, g += columns) {
      sums row;
      row.clear();
      for (std::size_t c = 0; c < columns; c += lanes) {
        sums column;
        column.load(of_columns + c);
        for (std::size_t j = 0; j < lanes / V::size; ++j) {
          const V x = V::load(g + c + j * V::size);
          const V square = x * x + V(eps);
          row.add(j, square);
          column.add(j, square);
        }
        column.store(of_columns + c);
      }
      of_rows[r] = row.folded();
    }
  }

  static void inverse_roots(float* x, std::size_t n) {
    for (std::size_t i = 0; i < n; i += V::size) pow(V::load(x + i) + V(0.0F), -0.5F).store(x + i);
  }

  static void squares(const float* g, const float* p, std::size_t rows, std::size_t columns,
                      const float* of_rows, const float* of_columns, double* of_updates,
                      double* of_params) {
    const std::size_t rows_of_block = 4096 / columns;
    for (std::size_t r = 0; r < rows; r += rows_of_block) {
      sums block;
      block.clear();
      for (std::size_t k = r; k < r + rows_of_block; ++k) {
        const V row(of_rows[k]);
        for (std::size_t c = 0; c < columns; c += lanes) {
          for (std::size_t j = 0; j < lanes / V::size; ++j) {
            const std::size_t at = c + j * V::size;
            const V u = (V::load(g + k * columns + at) * row) * V::load(of_columns + at);
            block.add(j, u * u);
          }
        }
      }
      *of_updates++ = block.folded();
      block.clear();
      for (std::size_t i = r * columns; i < (r + rows_of_block) * columns; i += lanes) {
        for (std::size_t j = 0; j < lanes / V::size; ++j) {
          const V x = V::load(p + i + j * V::size);
          block.add(j, x * x);
        }
      }
      *of_params++ = block.folded();
    }
  }

  static void apply(const adafactor_numbers& k, float* p, const float* g, std::size_t rows,
                    std::size_t columns, const float* of_rows, const float* of_columns) {
    for (std::size_t r = 0; r < rows; ++r, p += columns, g += columns) {
      const V row(of_rows[r]);
      for (std::size_t c = 0; c < columns; c += V::size) {
        V u = (V::load(g + c) * row) * V::load(of_columns + c);
        u = u / V(k.divisor);
        u = V(k.rate) * u;
        u = V(k.factor) * u;
        (V::load(p + c) + V(-1.0F) * u).store(p + c);
      }
    }
  }

  static constexpr adafactor_passes all{&axis_sums, &inverse_roots, &squares, &apply};
};

}  // namespace bench
