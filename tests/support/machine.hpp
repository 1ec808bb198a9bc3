#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "isa/program.hpp"

/// Programs made by hand, run by an instruction set and, slowly, by the twins of the kernels.
namespace machine {

template <class T>
struct step {
  std::uint16_t kernel;
  std::vector<T> numbers;
  std::vector<std::uint8_t> streams;
};

template <class T>
struct program {
  std::vector<step<T>> steps;
  std::vector<optaxx::dtype> storage;  ///< Of each stream.
  std::vector<step<T>> terms = {};     ///< Of a reduction.
};

/// What a program works on; streams are in T, whatever their storage.
template <class T>
struct values {
  std::vector<T> u;
  std::vector<T> p;
  std::vector<std::vector<T>> streams;
  std::vector<double> lanes = {};  ///< Of a reduction's terms.
};

/// Update, parameters and streams of hostile numbers, streams mostly not negative.
template <class T>
values<T> hostile_values(std::size_t elements, const std::vector<optaxx::dtype>& storage,
                         std::uint64_t seed);

/// How a run is done. Arrays begin `offset` elements past a 64-byte boundary; the first element has
/// the index `begin` in its leaf.
struct manner {
  std::size_t elements = 0;
  std::size_t offset = 0;
  std::size_t begin = 0;
  optaxx::isa::finish end = optaxx::isa::finish::store;
  bool dry = false;
  bool in_place = false;
  bool fused = false;
  bool pattern = false;
  std::size_t leaf = 0;
};

/// The values after a program. The update is that of before unless the run stores, the parameters
/// unless it applies.
template <class T>
values<T> run_slowly(const program<T>& p, const values<T>& before, const manner& how);

/// The same by an instruction set, with sentinels around all arrays. The streams of a dry run are
/// those of its scratch, and expected to be unchanged themselves.
template <class T>
values<T> run_on(const optaxx::isa::instruction_set& set, const program<T>& p,
                 const values<T>& before, const manner& how);

/// Expects the same bits of the first elements and of the lanes; all NaN count as the same.
template <class T>
bool same(const values<T>& a, const values<T>& b, std::size_t elements);

}  // namespace machine
