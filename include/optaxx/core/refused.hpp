#pragma once

#include <cstddef>

namespace optaxx::detail {

// A sentence as a template argument.
template <std::size_t Size>
struct sentence {
  char text[Size];
};

}  // namespace optaxx::detail

// A function template that is there to be refused. The compiler chooses it, and the first line of
// its error says why, at the line of the caller; type traits say that there is no such function.
// g++ tells the template arguments of a deleted function. clang tells what stands in attributes: in
// `unavailable`, unless the function is a member of a template, and then in `diagnose_if`.
#ifdef __clang__
#define OPTAXX_REFUSED(why, parameter, ...)                                          \
  _Pragma("clang diagnostic push")                                                   \
      _Pragma("clang diagnostic ignored \"-Wgcc-compat\"") template <parameter>      \
      __VA_ARGS__ __attribute__((unavailable(why), diagnose_if(true, why, "error"))) \
      _Pragma("clang diagnostic pop")
#else
#define OPTAXX_REFUSED(why, parameter, ...)                                     \
  template <parameter, ::optaxx::detail::sentence<sizeof(why)> because = {why}> \
  __VA_ARGS__ = delete
#endif
