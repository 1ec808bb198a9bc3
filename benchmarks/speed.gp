# Draws speed.tsv, which is in the current directory: speed.png and speed.svg.
set datafile separator tab
set datafile missing NaN
set border 3 linecolor rgb '#606060'
set tics nomirror out scale 0.6 textcolor rgb '#303030'
set grid linetype 1 linecolor rgb '#e4e4e4' linewidth 1
set key noenhanced Left reverse samplen 2.5 spacing 1.3 textcolor rgb '#303030' top right
set logscale x 2
set logscale y
set format x '%.0b%B'
set ytics (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
set xlabel 'parameters'

isas = system("tail -n +2 speed.tsv | cut -f1 | uniq")
array contenders = ['touch only', 'hand-fused exact', 'adamw', 'adamw, numerics::fast']
# Told apart with any kind of colour vision (Okabe and Ito).
array colours = ['#e69f00', '#d55e00', '#0072b2', '#009e73']

speed(isa, contender) = strcol('isa') eq isa && strcol('contender') eq contender ? column(4) * 1e-9 : NaN

do for [kind in 'png svg'] {
  if (kind eq 'png') {
    set terminal pngcairo size 750 * words(isas),520 font 'sans,13' background rgb 'white'
  } else {
    set terminal svg size 525 * words(isas),365 dynamic font 'sans,12' background rgb 'white'
  }
  set output 'speed.'.kind
  set multiplot layout 1,words(isas)
  do for [isa in isas] {
    set title 'adamw, one thread, '.isa noenhanced
    set ylabel 'billion parameters per second (log scale)'
    plot for [i = 1:|contenders|] 'speed.tsv' using 'parameters':(speed(isa, contenders[i])) \
        with linespoints linewidth 2.2 pointtype 7 pointsize 0.5 linecolor rgb colours[i] title contenders[i]
  }
  unset multiplot
}
set output
