#pragma once

#include <cstddef>

namespace optaxx::detail {

/// What may hold others of its kind, as a chain holds links: those that are no longer needed are
/// destroyed one after the other, not one inside the other, however many there are.
class nestable {
 public:
  /// For a shared_ptr.
  struct deleter {
    void operator()(const nestable* p) const noexcept;
  };

  nestable() = default;
  nestable(const nestable&) {}
  nestable& operator=(const nestable&) { return *this; }
  virtual ~nestable() = default;

 private:
  mutable const nestable* next_ = nullptr;  // to be destroyed after this one
};

/// Alive while one of them is asked something that it asks those inside it. Throws
/// std::length_error if more than 500 are, before the stack ends.
class nesting {
 public:
  nesting();
  nesting(const nesting&) = delete;
  nesting& operator=(const nesting&) = delete;
  ~nesting();
};

}  // namespace optaxx::detail
